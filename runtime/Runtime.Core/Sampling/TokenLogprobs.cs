namespace InferOps.Runtime.Core.Sampling;

/// <summary>Log-probability of one token under the model, before sampling options.</summary>
public readonly record struct TokenLogprob(int Token, float Logprob);

/// <summary>The chosen token and the most likely ones, most likely first.</summary>
public sealed record TokenLogprobs(TokenLogprob Chosen, IReadOnlyList<TokenLogprob> Top);
