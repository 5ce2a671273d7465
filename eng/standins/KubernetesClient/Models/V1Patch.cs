using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>The body of a PATCH request together with its kind, which becomes the content type.</summary>
[JsonConverter(typeof(V1PatchJsonConverter))]
public record V1Patch
{
    public enum PatchType
    {
        Unknown = 0,
        JsonPatch = 1,
        MergePatch = 2,
        StrategicMergePatch = 3,
        ApplyPatch = 4,
    }

    /// <param name="body">Any serialisable object, or a string that already is JSON.</param>
    /// <param name="type">How the API server is to read the body.</param>
    public V1Patch(object body, PatchType type)
    {
        Content = body ?? throw new ArgumentNullException(nameof(body), "A patch needs a body.");
        Type = type == PatchType.Unknown ? throw new ArgumentException("A patch needs a type.", nameof(type)) : type;
    }

    [JsonPropertyName("content")]
    public object Content { get; }

    public PatchType Type { get; }

    internal string ContentType => Type switch
    {
        PatchType.JsonPatch => "application/json-patch+json",
        PatchType.MergePatch => "application/merge-patch+json",
        PatchType.StrategicMergePatch => "application/strategic-merge-patch+json",
        // JSON is YAML, and this is the only content type that every supported server takes for an apply.
        PatchType.ApplyPatch => "application/apply-patch+yaml",
        _ => throw new InvalidOperationException($"{Type} is no patch type."),
    };
}
