using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>What a registry answers for a reference: an image manifest with layers, or an index of manifests.</summary>
internal sealed partial record OciManifest
{
    public IReadOnlyList<OciDescriptor>? Layers { get; init; }

    public IReadOnlyList<OciDescriptor>? Manifests { get; init; }

    /// <summary>
    /// The layer that is the file. Docker's, Ollama's and the CNCF's artefacts say so by media type, ORAS by the title; a single layer can be nothing else.
    /// </summary>
    /// <exception cref="PullException">There is none, or it cannot be told which.</exception>
    public OciDescriptor Layer(ModelFileKind kind, string name)
    {
        var layers = Layers ?? [];
        var ofKind = layers.Where(layer => (kind == ModelFileKind.Model ? ModelType() : AdapterType()).IsMatch(layer.MediaType)).ToList();
        if (ofKind.Count == 0) ofKind = [.. layers.Where(layer => layer.Title.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))];
        if (ofKind.Count == 0 && layers.Count == 1) ofKind = [.. layers];
        return ofKind switch
        {
            [var layer] when OciDescriptor.IsDigest(layer.Digest) => layer,
            [_] => throw PullException.Unsupported($"{name} is not addressed by SHA-256"),
            [] => throw PullException.Unsupported($"{name} holds no GGUF file; its layers are {string.Join(", ", layers.Select(layer => layer.MediaType).Distinct())}"),
            _ => throw PullException.Unsupported($"{name} holds {ofKind.Count} GGUF files; push the model as one file (llama-gguf-split --merge)"),
        };
    }

    /// <exception cref="PullException">The bytes are not a manifest.</exception>
    public static OciManifest Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OciJson.Default.OciManifest) ?? throw PullException.Unsupported($"{name} is not an artefact");
        }
        catch (JsonException)
        {
            throw PullException.Unsupported($"{name} is not an artefact: the registry answered with something else than a manifest");
        }
    }

    [GeneratedRegex(@"^application/vnd\.(docker\.ai\.gguf(\.v\d+)?|ollama\.image\.model|cncf\.model\.weight(\.v1)?\.(gguf|raw))$")]
    private static partial Regex ModelType();

    [GeneratedRegex(@"^application/vnd\.(docker\.ai\.gguf(\.v\d+)?\.lora|ollama\.image\.adapter)$")]
    private static partial Regex AdapterType();
}

/// <summary>A pointer to content by its hash.</summary>
internal sealed partial record OciDescriptor
{
    public string MediaType { get; init; } = "";

    public string Digest { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    [JsonIgnore]
    public string Title => Annotations?.GetValueOrDefault("org.opencontainers.image.title") ?? Annotations?.GetValueOrDefault("org.cncf.model.filepath") ?? "";

    [JsonIgnore]
    public string Sha256 => Digest["sha256:".Length..];

    public static bool IsDigest(string text) => Sha256Digest().IsMatch(text);

    [GeneratedRegex("^sha256:[0-9a-f]{64}$")]
    private static partial Regex Sha256Digest();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OciManifest))]
[JsonSerializable(typeof(RegistryToken))]
[JsonSerializable(typeof(DockerConfig))]
internal sealed partial class OciJson : JsonSerializerContext;
