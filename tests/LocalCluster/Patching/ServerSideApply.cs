using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema;
using InferOps.LocalCluster.Schema.BuiltIn;

namespace InferOps.LocalCluster.Patching;

/// <summary>
/// Server-side apply: the manager states all it wants, the server merges it, takes away what the manager no longer states and nobody else owns, and refuses
/// to change what others own unless forced.
/// </summary>
internal static class ServerSideApply
{
    public static JsonObject Apply(JsonObject? live, JsonObject applied, PatchContext context)
    {
        Check(live, applied, context);
        var configuration = OwnableFields.Writable(applied, context);
        // Stated as it will be stored, a second apply of 0.5 finds 500m and changes nothing.
        if (context.Type.IsCustom) Pruning.Prune(configuration, context.Schema);
        else BuiltInPreparation.Decode(context.Type, configuration, context.Schema);

        var self = ManagedFields.Identity(context, ManagerIdentity.Apply);
        var before = live ?? [];
        var managers = Known(live, context).ToDictionary(entry => entry.Identity);
        var previous = managers.GetValueOrDefault(self);
        var stated = FieldSetBuilder.Of(OwnableFields.Of(configuration, context), context.Schema);
        managers[self] = new ManagerEntry(self, stated, previous?.Time);

        var result = Merge.Overlay(before, configuration, context.Schema);
        if (previous is not null)
            FieldRemoval.Remove(result, context.Schema, previous.Fields, managers.Values.Aggregate(FieldSet.Empty, (all, entry) => all.Union(entry.Fields)));

        var change = FieldComparison.Between(OwnableFields.Of(before, context), OwnableFields.Of(result, context), context.Schema);
        TakeOver(managers, self, change, live, context);
        if (!change.IsSame || previous is null || !previous.Fields.Equals(stated)) managers[self] = managers[self] with { Time = context.Now };
        ManagedFields.Write(result, managers.Values);
        return result;
    }

    private static void Check(JsonObject? live, JsonObject applied, PatchContext context)
    {
        if (applied.Text("apiVersion") is not { } apiVersion || applied.Text("kind") is not { } kind)
            throw ApiException.BadRequest("invalid object type: apiVersion and kind must be set");
        if (apiVersion != context.Type.ApiVersion || kind != context.Type.Kind)
            throw ApiException.BadRequest($"the object provided ({apiVersion}, Kind={kind}) does not match the request ({context.Type.ApiVersion}, Kind={context.Type.Kind})");
        if (applied.At("metadata", "managedFields") is JsonArray) throw ApiException.BadRequest("metadata.managedFields must be nil");
        if (context.Manager.Length == 0) throw ApiException.BadRequest("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");

        var expected = applied.Text("metadata", "resourceVersion");
        if (!string.IsNullOrEmpty(expected) && expected != live.Text("metadata", "resourceVersion"))
            throw ApiException.Conflict(
                context.Type, applied.Text("metadata", "name") ?? "", "the object has been modified; please apply your changes to the latest version and try again");
    }

    /// <summary>An object that was stored without managers belongs to whoever was there before the first apply.</summary>
    private static IReadOnlyList<ManagerEntry> Known(JsonObject? live, PatchContext context)
    {
        var entries = ManagedFields.Read(live);
        if (live is null || entries.Count > 0) return entries;
        var identity = new ManagerIdentity("before-first-apply", ManagerIdentity.Update, context.Type.ApiVersion, null);
        return [new ManagerEntry(identity, FieldSetBuilder.Of(OwnableFields.Of(live, context), context.Schema), context.Now)];
    }

    private static void TakeOver(Dictionary<ManagerIdentity, ManagerEntry> managers, ManagerIdentity self, FieldComparison change, JsonObject? live, PatchContext context)
    {
        var conflicts = managers.Values
            .Where(entry => entry.Identity != self)
            .Select(entry => entry with { Fields = entry.Fields.Intersect(change.Taken) })
            .Where(entry => !entry.Fields.IsEmpty)
            .ToList();
        if (conflicts.Count > 0 && !context.Force && !LastApplied.Covers(live, conflicts, context)) throw ApplyConflict.Of(conflicts);

        foreach (var entry in managers.Values.Where(entry => entry.Identity != self).ToList())
            managers[entry.Identity] = entry with { Fields = entry.Fields.Except(change.Taken).Except(change.Removed) };
    }
}
