using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Patching;

/// <summary>Keeps <c>metadata.managedFields</c>: which manager owns which fields.</summary>
public static class ManagedFields
{
    private const string Key = "managedFields";

    /// <summary>
    /// Records in <paramref name="after"/> what a create, update or patch (any but apply) changed: the writer gains what was added or changed, everyone
    /// else loses what changed or went. When nothing changed, the entries and their times stay as they were.
    /// </summary>
    /// <param name="before">The stored object, or null for a create.</param>
    /// <param name="after">The object about to be stored, after defaulting; its managed fields are rewritten.</param>
    public static void Track(JsonObject? before, JsonObject after, PatchContext context)
    {
        var managers = Start(before, after, context);
        var change = FieldComparison.Between(OwnableFields.Of(before ?? [], context), OwnableFields.Of(after, context), context.Schema);
        Write(after, Record(managers, change, Identity(context, ManagerIdentity.Update), context));
    }

    internal static ManagerIdentity Identity(PatchContext context, string operation) => new(context.Manager, operation, context.Type.ApiVersion, context.Subresource);

    internal static IReadOnlyList<ManagerEntry> Read(JsonObject? value) =>
        value.At("metadata", Key) is JsonArray entries ? [.. entries.Select(ManagerEntry.Parse).OfType<ManagerEntry>()] : [];

    /// <summary>Writes the entries that own something, in the order the server keeps them: applies first, then by time.</summary>
    internal static void Write(JsonObject value, IEnumerable<ManagerEntry> managers)
    {
        var entries = managers.Where(entry => !entry.Fields.IsEmpty)
            .OrderBy(entry => entry.Identity.Operation, StringComparer.Ordinal)
            .ThenBy(entry => entry.Time)
            .ThenBy(entry => entry.Identity.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.Identity.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Identity.Subresource, StringComparer.Ordinal)
            .Select(entry => (JsonNode)entry.ToJson())
            .ToArray();
        if (entries.Length > 0) value.Metadata()[Key] = new JsonArray(entries);
        else value.Metadata().Remove(Key);
    }

    /// <summary>
    /// A client that does not know managed fields sends none, and keeps those stored. One that sends a single empty entry clears them.
    /// </summary>
    private static IReadOnlyList<ManagerEntry> Start(JsonObject? before, JsonObject after, PatchContext context)
    {
        if (context.Subresource is not null) return Read(before);
        if (after.At("metadata", Key) is JsonArray { Count: 1 } sent && sent[0] is JsonObject { Count: 0 }) return [];
        var given = Read(after);
        return given.Count > 0 ? given : Read(before);
    }

    private static IEnumerable<ManagerEntry> Record(IReadOnlyList<ManagerEntry> managers, FieldComparison change, ManagerIdentity writer, PatchContext context)
    {
        if (change.IsSame) return managers;
        var lost = change.Taken.Union(change.Removed);
        var others = managers.Where(entry => entry.Identity != writer).Select(entry => entry with { Fields = entry.Fields.Except(lost) });
        var own = managers.FirstOrDefault(entry => entry.Identity == writer) ?? new ManagerEntry(writer, FieldSet.Empty, null);
        return others.Append(own with
        {
            Fields = own.Fields.Except(change.Removed).Union(change.Taken),
            Time = change.Taken.IsEmpty ? own.Time : context.Now,
        });
    }
}
