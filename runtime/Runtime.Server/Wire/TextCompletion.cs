namespace InferOps.Runtime.Server.Wire;

/// <summary>Answer of POST /v1/completions.</summary>
internal sealed record TextCompletion(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<TextChoice> Choices, Usage Usage);

internal sealed record TextChoice(int Index, string Text, TextLogprobs? Logprobs, string FinishReason);
