using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Api.Json;

/// <summary>Reads and writes nested fields of an object under construction.</summary>
internal static class NodeFields
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) ? number
        : node.At(path) is JsonValue small && small.TryGetValue<int>(out var whole) ? whole
        : null;

    public static bool IsTrue(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static IReadOnlyList<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? [.. array.Select(item => item.Text()).OfType<string>()] : [];

    /// <summary>The object's labels; none when there are none.</summary>
    public static IReadOnlyDictionary<string, string> Labels(this JsonObject node) =>
        (node.At("metadata", "labels") as JsonObject ?? []).ToDictionary(label => label.Key, label => label.Value.Text() ?? "", StringComparer.Ordinal);

    /// <summary>The object member <paramref name="name"/>, made when it is absent.</summary>
    public static JsonObject Child(this JsonObject node, string name)
    {
        if (node[name] is JsonObject found) return found;
        var made = new JsonObject();
        node[name] = made;
        return made;
    }

    public static JsonObject Metadata(this JsonObject node) => node.Child("metadata");

    /// <summary>Sets a member, or removes it when the value is null.</summary>
    public static void SetOrRemove(this JsonObject node, string name, JsonNode? value)
    {
        if (value is null) node.Remove(name);
        else node[name] = value.Parent is null ? value : value.DeepClone();
    }

    /// <summary>Makes a member what it is in another object, absent when it is absent there.</summary>
    public static void CopyFrom(this JsonObject node, JsonObject source, string name) => node.SetOrRemove(name, source[name]?.DeepClone());

    public static JsonArray ToJsonArray(this IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text)!)];
}
