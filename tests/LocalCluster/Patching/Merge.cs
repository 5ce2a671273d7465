using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Patching;

/// <summary>Overlays an applied configuration on a live object by the schema's list and map types.</summary>
internal static class Merge
{
    public static bool IsAssociative(SchemaNode? schema) => schema is { ListType: not ListType.Atomic };

    public static JsonObject Overlay(JsonObject live, JsonObject applied, SchemaNode? schema)
    {
        var result = live.DeepClone().AsObject();
        foreach (var (name, value) in applied) result[name] = Value(result[name], value, schema?.Field(name));
        return result;
    }

    private static JsonNode? Value(JsonNode? live, JsonNode? applied, SchemaNode? schema) => (live, applied) switch
    {
        (JsonObject left, JsonObject right) when schema is not { AtomicMap: true } => Overlay(left, right, schema),
        (JsonArray left, JsonArray right) when IsAssociative(schema) => Items(left, right, schema!),
        (_, JsonArray right) when IsAssociative(schema) => Items([], right, schema!),
        _ => applied?.DeepClone(),
    };

    private static JsonArray Items(JsonArray live, JsonArray applied, SchemaNode list)
    {
        var server = live.Select(item => PathElement.Item(item, list)).ToList();
        var merged = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (var index = 0; index < server.Count; index++) merged.TryAdd(server[index], live[index]);

        var patched = new List<string>();
        foreach (var item in applied)
        {
            var key = PathElement.Item(item, list);
            if (patched.Contains(key)) throw new ApiException(500, "InternalError", $"failed to create typed patch object: duplicate entries for key {PathElement.Display(key)}");
            patched.Add(key);
            merged[key] = Value(merged.GetValueOrDefault(key), item, list.Items);
        }

        return [.. ListOrder.Merge(patched, [.. server.Distinct()], newFirst: false).Select(key => merged[key]?.DeepClone())];
    }
}
