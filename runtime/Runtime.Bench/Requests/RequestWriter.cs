using System.Buffers;
using System.Text.Json;

namespace InferOps.Runtime.Bench.Requests;

/// <summary>Writes the bodies of a mix's requests. A body depends on the mix and its number alone, not on what was written before.</summary>
public sealed class RequestWriter(RequestMix mix)
{
    private const int Primes = 1_000_003;
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };
    private static readonly string[] Words = ["the", "river", "carries", "small", "stones", "from", "old", "mountains", "to", "a", "quiet", "sea", "where", "they", "rest", "and"];

    /// <summary>Path of the requests, below the server's address.</summary>
    public string Path { get; } = mix.Form == PromptForm.Chat ? "v1/chat/completions" : "v1/completions";

    public ReadOnlyMemory<byte> Write(int number)
    {
        var random = new Random(unchecked(mix.Seed * Primes + number));
        var prompt = Prompt(random);
        var buffer = new ArrayBufferWriter<byte>(256 + 8 * prompt.Length);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("model", mix.Model);
        WritePrompt(json, prompt);
        json.WriteNumber("max_tokens", mix.OutputTokens.Draw(random));
        json.WriteNumber("temperature", mix.Temperature);
        if (mix.IgnoreEndOfGeneration) json.WriteBoolean("ignore_eos", true);
        json.WriteBoolean("stream", true);
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private int[] Prompt(Random random)
    {
        var prompt = new int[mix.PromptTokens.Draw(random)];
        var shared = (int)(prompt.Length * mix.SharedPrefix);
        var common = new Random(mix.Seed);
        for (var i = 0; i < prompt.Length; i++) prompt[i] = (i < shared ? common : random).Next(mix.TokenRange);
        return prompt;
    }

    private void WritePrompt(Utf8JsonWriter json, int[] prompt)
    {
        if (mix.Form == PromptForm.Tokens)
        {
            json.WriteStartArray("prompt");
            foreach (var token in prompt) json.WriteNumberValue(mix.FirstToken + token);
            json.WriteEndArray();
            return;
        }

        var text = string.Join(' ', prompt.Select(word => Words[word % Words.Length]));
        if (mix.Form == PromptForm.Text)
        {
            json.WriteString("prompt", text);
            return;
        }

        json.WriteStartArray("messages");
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteString("content", text);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
