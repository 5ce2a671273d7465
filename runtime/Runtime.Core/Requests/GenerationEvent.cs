using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Requests;

/// <summary>What a generation tells its caller: any number of <see cref="TextGenerated"/>, then exactly one of the other two.</summary>
public abstract record GenerationEvent
{
    private protected GenerationEvent()
    {
    }
}

/// <summary>More text. Whole characters only; it may be empty when there are log-probabilities of a token whose text is still held back.</summary>
public sealed record TextGenerated(string Text, TokenLogprobs? Logprobs) : GenerationEvent;

/// <summary>The generation is complete.</summary>
public sealed record GenerationFinished(FinishReason Reason, TokenUsage Usage) : GenerationEvent;

/// <summary>The generation cannot be completed.</summary>
public sealed record GenerationFailed(GenerationFailure Reason, string Message) : GenerationEvent;

public enum FinishReason
{
    /// <summary>The model ended its answer, or a stop string appeared.</summary>
    Stop,

    /// <summary>max_tokens was reached.</summary>
    Length,
}

public enum GenerationFailure
{
    /// <summary>The caller left.</summary>
    Cancelled,

    /// <summary>The replica stopped before the generation was complete.</summary>
    ShuttingDown,

    /// <summary>The model could not be evaluated.</summary>
    EngineFault,

    /// <summary>No token could follow under the request's grammar.</summary>
    ConstraintUnmet,
}

/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CachedPromptTokens">Those of them that were taken from cached cells.</param>
/// <param name="GeneratedTokens">Tokens generated, the end-of-generation token included.</param>
public readonly record struct TokenUsage(int PromptTokens, int CachedPromptTokens, int GeneratedTokens);
