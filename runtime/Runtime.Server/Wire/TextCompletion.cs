using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Answer of POST /v1/completions, and each event of a streamed one.</summary>
internal sealed record TextCompletion(string Id, string Object, long Created, string Model, IReadOnlyList<TextChoice> Choices)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Usage? Usage { get; init; }
}

internal sealed record TextChoice(int Index, string Text, TextLogprobs? Logprobs, string? FinishReason);

internal sealed record TextLogprobs(
    IReadOnlyList<string> Tokens, IReadOnlyList<float> TokenLogprobs, IReadOnlyList<Dictionary<string, float>> TopLogprobs, IReadOnlyList<int> TextOffset);
