using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Answer of POST /v1/chat/completions.</summary>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<ChatChoice> Choices, Usage Usage);

internal sealed record ChatChoice(int Index, ChatAnswerMessage Message, ChatLogprobs? Logprobs, string FinishReason);

/// <param name="Role">assistant.</param>
/// <param name="Content">Null where the model said nothing but called tools.</param>
/// <param name="Refusal">Always null; OpenAI's clients look for it.</param>
internal sealed record ChatAnswerMessage(string Role, string? Content, string? Refusal)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ToolCallBody>? ToolCalls { get; init; }
}

/// <summary>What an event of a stream adds to the calls of a choice.</summary>
internal sealed record ToolCallsDelta(IReadOnlyList<ToolCallDelta> ToolCalls);

/// <param name="Index">Which call; the first event of each has its id and name, later ones more of its arguments.</param>
internal sealed record ToolCallDelta(int Index)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    public required CalledFunction Function { get; init; }
}
