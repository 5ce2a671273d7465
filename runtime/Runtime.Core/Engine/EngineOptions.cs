using InferOps.Runtime.Core.Speculation;

namespace InferOps.Runtime.Core.Engine;

/// <summary>How the engine shares a model between requests.</summary>
public sealed record EngineOptions
{
    /// <summary>Requests that may wait for a sequence; one more is rejected at once. Default 64.</summary>
    public int MaxQueued { get; init; } = 64;

    /// <summary>Tokens of long prompts per step while anything decodes: more delays running streams, fewer delay first tokens. Default 256.</summary>
    public int PrefillTokensWhileDecoding { get; init; } = 256;

    /// <summary>
    /// Most time between two tokens of a stream. With it the tokens of long prompts per step are chosen from measured step times, whatever the machine;
    /// without it <see cref="PrefillTokensWhileDecoding"/> stands. Default none.
    /// </summary>
    public TimeSpan? InterTokenObjective { get; init; }

    /// <summary>Whether and how tokens are guessed ahead. By default as it pays.</summary>
    public SpeculationOptions Speculation { get; init; } = new();
}
