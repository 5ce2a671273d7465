using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Plain dotted paths such as <c>.spec.replicas</c>.</summary>
internal static class FieldPath
{
    public static JsonNode? Read(JsonObject content, string path) => content.At(Split(path));

    public static void Write(JsonObject content, string path, JsonNode value)
    {
        var names = Split(path);
        var parent = content;
        foreach (var name in names[..^1]) parent = parent.Child(name);
        parent[names[^1]] = value;
    }

    private static string[] Split(string path) => path.Split('.', StringSplitOptions.RemoveEmptyEntries);
}
