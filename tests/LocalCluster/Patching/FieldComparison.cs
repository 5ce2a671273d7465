using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Patching;

/// <summary>How an object differs from what it was, field by field.</summary>
internal sealed record FieldComparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    private static readonly FieldComparison Same = new(FieldSet.Empty, FieldSet.Empty, FieldSet.Empty);

    /// <summary>Fields that now have a value they did not have.</summary>
    public FieldSet Taken => Added.Union(Modified);

    public bool IsSame => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;

    public static FieldComparison Between(JsonObject before, JsonObject after, SchemaNode schema) => Objects(before, after, schema, root: true);

    private static FieldComparison Values(JsonNode? before, JsonNode? after, SchemaNode? schema) => (before, after) switch
    {
        (JsonObject left, JsonObject right) when schema is not { AtomicMap: true } => Objects(left, right, schema, root: false),
        (JsonArray left, JsonArray right) when Merge.IsAssociative(schema) => Lists(left, right, schema!),
        _ => JsonNode.DeepEquals(before, after) ? Same : Same with { Modified = FieldSet.Leaf },
    };

    private static FieldComparison Objects(JsonObject before, JsonObject after, SchemaNode? schema, bool root) => Combine(
        before.Select(field => field.Key).Union(after.Select(field => field.Key)),
        PathElement.Field,
        name => before.TryGetPropertyValue(name, out var left)
            ? after.TryGetPropertyValue(name, out var right) ? Values(left, right, schema?.Field(name)) : Same with { Removed = Whole(left, schema, name, root) }
            : Same with { Added = Whole(after[name], schema, name, root) });

    private static FieldComparison Lists(JsonArray before, JsonArray after, SchemaNode list)
    {
        var left = Index(before, list);
        var right = Index(after, list);
        return Combine(left.Keys.Union(right.Keys), key => key, key =>
            !right.TryGetValue(key, out var now) ? Same with { Removed = Item(left[key], list) }
            : !left.TryGetValue(key, out var then) ? Same with { Added = Item(now, list) }
            : Values(then, now, list.Items));
    }

    private static FieldComparison Combine(IEnumerable<string> names, Func<string, string> element, Func<string, FieldComparison> compare)
    {
        var parts = names.Select(name => (Element: element(name), Part: compare(name))).ToList();
        FieldSet Of(Func<FieldComparison, FieldSet> select) => FieldSet.Of(false, parts.Select(part => KeyValuePair.Create(part.Element, select(part.Part))));
        return new FieldComparison(Of(part => part.Added), Of(part => part.Modified), Of(part => part.Removed));
    }

    /// <summary>A field that came or went takes everything below along, and the field itself, except where the real types always have it.</summary>
    private static FieldSet Whole(JsonNode? value, SchemaNode? parent, string name, bool root)
    {
        var below = FieldSetBuilder.Below(value, parent?.Field(name));
        var alwaysThere = value is JsonObject { Count: > 0 } && (parent?.Required.Contains(name) == true || (root && parent?.Field(name)?.IsStruct == true));
        return alwaysThere ? below : below.Union(FieldSet.Leaf);
    }

    private static FieldSet Item(JsonNode? item, SchemaNode list) =>
        list.ListType == ListType.Set ? FieldSet.Leaf : FieldSetBuilder.Below(item, list.Items).Union(FieldSet.Leaf);

    private static Dictionary<string, JsonNode?> Index(JsonArray items, SchemaNode list)
    {
        var index = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in items) index.TryAdd(PathElement.Item(item, list), item);
        return index;
    }
}
