using System.Text.Json;

namespace InferOps.Runtime.Bench.Http;

/// <summary>What one event of a streamed answer tells the load client.</summary>
/// <param name="HasText">It carries text of the answer.</param>
/// <param name="IsError">It is an error instead of an answer.</param>
/// <param name="PromptTokens">Of the usage, where the event has one; −1 otherwise.</param>
/// <param name="OutputTokens">Of the usage, where the event has one; −1 otherwise.</param>
public readonly record struct StreamEvent(bool HasText, bool IsError, int PromptTokens, int OutputTokens)
{
    /// <summary>Reads a chunk of a chat or text completion without allocating.</summary>
    /// <exception cref="JsonException">The event is no JSON.</exception>
    public static StreamEvent Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var found = new StreamEvent(false, false, -1, -1);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("error"u8) && reader.CurrentDepth == 1) found = found with { IsError = true };
            else if (reader.ValueTextEquals("logprobs"u8)) SkipValue(ref reader);
            else if (IsText(ref reader)) found = found with { HasText = found.HasText || HasValue(ref reader) };
            else if (reader.ValueTextEquals("prompt_tokens"u8)) found = found with { PromptTokens = Number(ref reader) };
            else if (reader.ValueTextEquals("completion_tokens"u8)) found = found with { OutputTokens = Number(ref reader) };
        }

        return found;
    }

    private static bool IsText(ref Utf8JsonReader reader) => reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("content"u8);

    private static bool HasValue(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.String && !reader.ValueSpan.IsEmpty;

    private static int Number(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : -1;

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        if (reader.Read()) reader.TrySkip();
    }
}
