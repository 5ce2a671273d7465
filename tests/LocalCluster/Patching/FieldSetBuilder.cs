using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Patching;

/// <summary>Lists the fields an object says something about.</summary>
internal static class FieldSetBuilder
{
    /// <summary>Every field of a value. The root itself is not a member.</summary>
    public static FieldSet Of(JsonObject value, SchemaNode schema) => FieldSet.Of(false, Fields(value, schema));

    /// <summary>The set below one path. A value that is merged as a whole is one member.</summary>
    public static FieldSet Below(JsonNode? value, SchemaNode? schema) => value switch
    {
        JsonObject { Count: > 0 } fields when schema is not { AtomicMap: true } => FieldSet.Of(false, Fields(fields, schema)),
        JsonArray items when Merge.IsAssociative(schema) => FieldSet.Of(items.Count == 0, items.Select(item => Item(item, schema!))),
        _ => FieldSet.Leaf,
    };

    private static KeyValuePair<string, FieldSet> Item(JsonNode? item, SchemaNode list)
    {
        var below = list.ListType == ListType.Set ? FieldSet.Leaf : Below(item, list.Items).Union(FieldSet.Leaf);
        return KeyValuePair.Create(PathElement.Item(item, list), below);
    }

    private static IEnumerable<KeyValuePair<string, FieldSet>> Fields(JsonObject value, SchemaNode? schema) =>
        value.Select(field =>
        {
            var below = Below(field.Value, schema?.Field(field.Key));
            var named = schema?.Properties.ContainsKey(field.Key) ?? false;
            // A key of a map exists because someone put it there; a field of a struct always exists.
            return KeyValuePair.Create(PathElement.Field(field.Key), named ? below : below.Union(FieldSet.Leaf));
        });
}
