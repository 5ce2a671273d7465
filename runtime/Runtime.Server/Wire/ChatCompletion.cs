using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Answer of POST /v1/chat/completions.</summary>
internal sealed record ChatCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChoice> Choices, Usage Usage);

internal sealed record ChatChoice(int Index, ChatAnswerMessage Message, ChatLogprobs? Logprobs, string FinishReason);

internal sealed record ChatAnswerMessage(string Role, string Content);

/// <summary>One event of a streamed answer.</summary>
internal sealed record ChatCompletionChunk(string Id, string Object, long Created, string Model, IReadOnlyList<ChatChunkChoice> Choices)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Usage? Usage { get; init; }
}

internal sealed record ChatChunkChoice(int Index, ChatDelta Delta, string? FinishReason)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChatLogprobs? Logprobs { get; init; }
}

internal sealed record ChatDelta
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }
}

internal sealed record ChatLogprobs(IReadOnlyList<ChatTokenLogprob> Content);

/// <param name="Token">The token's text; U+FFFD where its bytes are no whole characters.</param>
/// <param name="Logprob">Natural logarithm of its probability.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="TopLogprobs">The most likely tokens at this position.</param>
internal sealed record ChatTokenLogprob(string Token, float Logprob, IReadOnlyList<int> Bytes, IReadOnlyList<TopLogprob> TopLogprobs);

internal sealed record TopLogprob(string Token, float Logprob, IReadOnlyList<int> Bytes);
