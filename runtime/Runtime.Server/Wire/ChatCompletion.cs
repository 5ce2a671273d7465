namespace InferOps.Runtime.Server.Wire;

/// <summary>Answer of POST /v1/chat/completions.</summary>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<ChatChoice> Choices, Usage Usage);

internal sealed record ChatChoice(int Index, ChatAnswerMessage Message, ChatLogprobs? Logprobs, string FinishReason);

internal sealed record ChatAnswerMessage(string Role, string Content, string? Refusal);
