namespace InferOps.Runtime.Core.Sampling;

/// <summary>How one request's tokens are chosen. Values are within the ranges the validator enforces.</summary>
public sealed record SamplingOptions
{
    /// <summary>0 chooses the most likely token always.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Only the k most likely tokens; absent for all.</summary>
    public int? TopK { get; init; }

    /// <summary>Only the most likely tokens that together reach this probability.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>Only tokens at least this likely relative to the most likely one.</summary>
    public float MinP { get; init; }

    /// <summary>Divides positive and multiplies negative logits of tokens that occurred in prompt or generation.</summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>Subtracted once from logits of tokens already generated.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>Subtracted from logits of tokens already generated, once per occurrence.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Same seed, same prompt, same options: same tokens, whatever else is in the batch.</summary>
    public ulong Seed { get; init; }

    public IReadOnlyList<KeyValuePair<int, float>> LogitBias { get; init; } = [];

    public int? TopLogprobs { get; init; }

    public bool IgnoreEndOfGeneration { get; init; }

    internal bool ChangesLogits => IgnoreEndOfGeneration || Reweighs;

    /// <summary>Some tokens become more or less likely than the model says.</summary>
    internal bool Reweighs => LogitBias.Count > 0 || RepetitionPenalty != 1 || PresencePenalty != 0 || FrequencyPenalty != 0;
}
