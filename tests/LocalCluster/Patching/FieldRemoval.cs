using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Patching;

/// <summary>Takes away what a manager no longer states.</summary>
internal static class FieldRemoval
{
    /// <summary>
    /// Removes from <paramref name="value"/> every member of <paramref name="previous"/> that nobody owns, neither itself nor anything below it. What goes
    /// takes along what nobody ever owned below it, such as defaults within a removed container.
    /// </summary>
    /// <param name="owned">What all managers own now, including the one that applies.</param>
    public static void Remove(JsonObject value, SchemaNode? schema, FieldSet previous, FieldSet owned)
    {
        foreach (var (element, then) in previous.Children)
        {
            var name = element[2..];
            if (!value.TryGetPropertyValue(name, out var field)) continue;
            if (owned.Child(element) is null && then.Member) value.Remove(name);
            else Below(field, schema?.Field(name), then, owned.Child(element) ?? FieldSet.Empty);
        }
    }

    private static void Below(JsonNode? value, SchemaNode? schema, FieldSet previous, FieldSet owned)
    {
        switch (value)
        {
            case JsonObject fields when schema is not { AtomicMap: true }: Remove(fields, schema, previous, owned); break;
            case JsonArray items when Merge.IsAssociative(schema): RemoveItems(items, schema!, previous, owned); break;
        }
    }

    private static void RemoveItems(JsonArray items, SchemaNode list, FieldSet previous, FieldSet owned)
    {
        for (var index = items.Count - 1; index >= 0; index--)
        {
            var element = PathElement.Item(items[index], list);
            if (previous.Child(element) is not { } then) continue;
            if (owned.Child(element) is null && then.Member) items.RemoveAt(index);
            else Below(items[index], list.Items, WithoutKeys(then, element), owned.Child(element) ?? FieldSet.Empty);
        }
    }

    /// <summary>An item that stays keeps its key.</summary>
    private static FieldSet WithoutKeys(FieldSet set, string element) =>
        PathElement.KeyFields(element).Aggregate(set, (rest, key) => rest.Without(PathElement.Field(key)));
}
