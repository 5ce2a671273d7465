using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>Whether a replica embeds, and how.</summary>
internal sealed record EmbeddingOptions
{
    public EmbeddingUse Use { get; init; }

    /// <summary>Null: as the model file says.</summary>
    public LLamaPoolingType? Pooling { get; init; }

    /// <summary>Longest input, and most tokens of one batch; null: the trained context, at most 2,048.</summary>
    public int? MaxTokens { get; init; }
}

internal enum EmbeddingUse
{
    /// <summary>Where the model file is made for it: it pools, or its attention is not causal.</summary>
    Auto,
    On,
    Off,
}
