using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Engine;

/// <summary>What the engine thread hands over: a token, or how the generation ended. Making text of tokens is the reader's work, on the reader's thread.</summary>
public readonly record struct EngineEvent
{
    internal EngineEvent(int token, TokenLogprobs? logprobs) => (Token, Logprobs) = (token, logprobs);

    internal EngineEvent(GenerationEvent end) => End = end;

    /// <summary>Meaningful while <see cref="End"/> is null.</summary>
    public int Token { get; }

    public TokenLogprobs? Logprobs { get; }

    /// <summary><see cref="GenerationFinished"/> or <see cref="GenerationFailed"/>; nothing follows.</summary>
    public GenerationEvent? End { get; }
}
