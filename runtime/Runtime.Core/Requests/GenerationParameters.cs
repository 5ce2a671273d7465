using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Requests;

/// <summary>What a caller asked for, not yet checked. Absent means: the caller did not say.</summary>
public sealed record GenerationParameters
{
    /// <summary>The prompt as tokens, the begin-of-sequence token included where the model wants one.</summary>
    public required int[] Prompt { get; init; }

    public int? MaxTokens { get; init; }

    public float? Temperature { get; init; }

    public int? TopK { get; init; }

    public float? TopP { get; init; }

    public float? MinP { get; init; }

    public float? RepetitionPenalty { get; init; }

    public float? PresencePenalty { get; init; }

    public float? FrequencyPenalty { get; init; }

    public long? Seed { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Token id, as the wire writes it, to what is added to its logit.</summary>
    public IReadOnlyDictionary<string, float>? LogitBias { get; init; }

    /// <summary>Alternatives reported per token; absent for no log-probabilities at all.</summary>
    public int? TopLogprobs { get; init; }

    /// <summary>Whom the request is served for: keys are served in turns. Empty for anybody.</summary>
    public string Key { get; init; } = "";

    /// <summary>Higher runs first.</summary>
    public int Priority { get; init; }

    /// <summary>Adapter number; −1 for none.</summary>
    public int Adapter { get; init; } = -1;

    /// <summary>Makes the constraint of this generation; called when it starts, on the engine thread.</summary>
    public Func<ITokenConstraint>? Constraint { get; init; }

    /// <summary>Generate past the end-of-generation token until max_tokens: for benchmarks.</summary>
    public bool IgnoreEndOfGeneration { get; init; }
}
