using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema;

/// <summary>Removes fields the schema does not know.</summary>
internal static class Pruning
{
    /// <summary>Prunes in place and returns the paths of what went, such as <c>spec.replcas</c>.</summary>
    public static IReadOnlyList<string> Prune(JsonObject value, SchemaNode schema)
    {
        var removed = new List<string>();
        Object(value, schema, "", removed);
        return removed;
    }

    private static void Value(JsonNode? value, SchemaNode? schema, string path, List<string> removed)
    {
        if (value is JsonObject fields) Object(fields, schema, path, removed);
        if (value is not JsonArray items) return;
        for (var index = 0; index < items.Count; index++) Value(items[index], schema?.Items ?? SchemaNode.Any, $"{path}[{index}]", removed);
    }

    private static void Object(JsonObject value, SchemaNode? schema, string path, List<string> removed)
    {
        if (schema is null or { Type: "", Properties.Count: 0 }) return;
        foreach (var name in value.Select(field => field.Key).ToList())
        {
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (schema.Field(name) is { } known) Value(value[name], known, at, removed);
            else if (!schema.PreserveUnknownFields && !(schema.EmbeddedResource && name is "apiVersion" or "kind" or "metadata"))
            {
                value.Remove(name);
                removed.Add(at);
            }
        }
    }
}
