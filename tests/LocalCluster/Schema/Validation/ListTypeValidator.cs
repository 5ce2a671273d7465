using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema.Validation;

/// <summary>Lists that are sets or maps have no duplicates.</summary>
internal static class ListTypeValidator
{
    public static void Validate(JsonArray value, SchemaNode schema, string path, Causes causes)
    {
        if (schema.ListType == ListType.Atomic) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < value.Count; index++)
        {
            var key = Key(value[index], schema);
            if (!seen.Add(key?.ToJsonString() ?? "null")) causes.Duplicate($"{path}[{index}]", key);
        }
    }

    private static JsonNode? Key(JsonNode? item, SchemaNode schema)
    {
        if (schema.ListType == ListType.Set || item is not JsonObject fields) return item;
        return new JsonObject(schema.ListMapKeys
            .Select(name => KeyValuePair.Create(name, (fields[name] ?? schema.Items?.Field(name)?.Default)?.DeepClone()))
            .Where(field => field.Value is not null));
    }
}
