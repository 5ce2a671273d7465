using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>Reads and writes values of a Kubernetes object by path. A value that is absent, null or of another type reads as absent.</summary>
public static class JsonReading
{
    /// <summary>The node at <paramref name="path"/>, or null.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = node is JsonObject obj && obj.TryGetPropertyValue(step, out var next) ? next : null;
            if (node is null) return null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? Whole(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        if (node.At(path) is not JsonValue value) return null;
        if (value.TryGetValue(out long whole)) return whole;
        return value.TryGetValue(out int small) ? small : null;
    }

    /// <summary>True only where the value is the JSON literal <c>true</c>.</summary>
    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>The objects of a list; empty where there is no list.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The strings of a list; empty where there is no list.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.Select(item => item.Text()).OfType<string>() : [];

    /// <summary>A string-to-string map such as labels; empty where there is none.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (node.At(path) is JsonObject obj)
            foreach (var (key, value) in obj)
                if (value.Text() is { } text) map[key] = text;
        return map;
    }

    /// <summary>The object at <paramref name="path"/>, made where it is missing.</summary>
    public static JsonObject Ensure(this JsonObject obj, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (obj[step] is not JsonObject next) obj[step] = next = [];
            obj = next;
        }

        return obj;
    }

    /// <summary>A copy of the type of <paramref name="node"/>.</summary>
    public static T Copy<T>(this T node)
        where T : JsonNode => (T)node.DeepClone();

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonArray ToJsonArray(this IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);

    public static JsonObject ToJsonObject(this IEnumerable<KeyValuePair<string, string>> items) =>
        new(items.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)JsonValue.Create(item.Value))));
}
