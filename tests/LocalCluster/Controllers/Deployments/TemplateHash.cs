using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Deployments;

/// <summary>Tells pod templates apart: by equality first, by a short name second.</summary>
internal static class TemplateHash
{
    public const string Label = "pod-template-hash";

    // Without vowels and look-alikes, so that no hash reads as a word.
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Of(JsonNode template, long collisions)
    {
        var text = Canonical(Plain(template)) + (collisions > 0 ? $"#{collisions}" : "");
        return string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(10).Select(b => Alphabet[b % Alphabet.Length]));
    }

    /// <summary>Whether two templates mean the same, the hash label itself left aside.</summary>
    public static bool Same(JsonNode? left, JsonNode? right) => left is not null && right is not null && JsonNode.DeepEquals(Plain(left), Plain(right));

    private static JsonNode Plain(JsonNode template)
    {
        var copy = template.DeepClone();
        if (copy.At("metadata", "labels") is JsonObject labels) labels.Remove(Label);
        if (copy["metadata"] is JsonObject metadata && metadata["creationTimestamp"] is null) metadata.Remove("creationTimestamp");
        return copy;
    }

    private static string Canonical(JsonNode? node) => node switch
    {
        JsonObject obj => "{" + string.Join(',', obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => JsonSerializer.Serialize(p.Key) + ":" + Canonical(p.Value))) + "}",
        JsonArray array => "[" + string.Join(',', array.Select(Canonical)) + "]",
        null => "null",
        _ => node.ToJsonString(),
    };
}
