using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Answer of GET /v1/models.</summary>
internal sealed record ModelList(string Object, IReadOnlyList<ModelCard> Data);

internal sealed record ModelCard(string Id, string Object, long Created, string OwnedBy)
{
    /// <summary>Of an adapter: the model it adapts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parent { get; init; }

    /// <summary>Most tokens of one prompt and its answer together, named as vLLM does; absent while the model loads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxModelLen { get; init; }
}

/// <summary>Answer of GET /readyz.</summary>
/// <param name="Status">Lower-case phase.</param>
/// <param name="Progress">0 … 1 while loading.</param>
internal sealed record ReadinessBody(string Status, float? Progress);
