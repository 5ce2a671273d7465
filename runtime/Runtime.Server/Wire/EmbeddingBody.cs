using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Body of POST /v1/embeddings.</summary>
internal sealed record EmbeddingBody
{
    public string? Model { get; init; }

    [JsonConverter(typeof(TokenInputsConverter))]
    public IReadOnlyList<TokenInput>? Input { get; init; }

    /// <summary><c>float</c> (the default) or <c>base64</c>: 32-bit floats, least significant byte first.</summary>
    public string? EncodingFormat { get; init; }

    public int? Dimensions { get; init; }
}
