using System.Text;
using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Answers of /v1/chat/completions.</summary>
internal sealed class ChatFormat(AnswerIdentity identity, TokenTable tokens) : IAnswerFormat
{
    private const string WholeObject = "chat.completion";
    private const string ChunkObject = "chat.completion.chunk";

    public bool HasStart => true;

    public void WriteStart(Utf8JsonWriter writer) => Write(writer, new ChatChunkChoice(0, new ChatDelta { Role = "assistant", Content = "" }, null));

    public void WriteText(Utf8JsonWriter writer, TextGenerated text) =>
        Write(writer, new ChatChunkChoice(0, new ChatDelta { Content = text.Text }, null) { Logprobs = text.Logprobs is { } one ? Logprobs([one]) : null });

    public void WriteFinish(Utf8JsonWriter writer, FinishReason reason) => Write(writer, new ChatChunkChoice(0, new ChatDelta(), FinishReasons.Name(reason)));

    public void WriteUsage(Utf8JsonWriter writer, TokenUsage usage) =>
        JsonSerializer.Serialize(writer, Chunk([]) with { Usage = Usage.Of(usage) }, WireJson.Types.ChatCompletionChunk);

    public void WriteWhole(Utf8JsonWriter writer, WholeAnswer answer)
    {
        var logprobs = answer.Logprobs.Count > 0 ? Logprobs(answer.Logprobs) : null;
        var choice = new ChatChoice(0, new ChatAnswerMessage("assistant", answer.Text), logprobs, FinishReasons.Name(answer.Reason));
        var whole = new ChatCompletion(identity.Id, WholeObject, identity.Created, identity.Model, [choice], Usage.Of(answer.Usage));
        JsonSerializer.Serialize(writer, whole, WireJson.Types.ChatCompletion);
    }

    private void Write(Utf8JsonWriter writer, ChatChunkChoice choice) =>
        JsonSerializer.Serialize(writer, Chunk([choice]), WireJson.Types.ChatCompletionChunk);

    private ChatCompletionChunk Chunk(IReadOnlyList<ChatChunkChoice> choices) => new(identity.Id, ChunkObject, identity.Created, identity.Model, choices);

    private ChatLogprobs Logprobs(IReadOnlyList<TokenLogprobs> positions) => new([.. positions.Select(position => new ChatTokenLogprob(
        Text(position.Chosen.Token),
        position.Chosen.Logprob,
        Bytes(position.Chosen.Token),
        [.. position.Top.Select(top => new TopLogprob(Text(top.Token), top.Logprob, Bytes(top.Token)))]))]);

    private string Text(int token) => Encoding.UTF8.GetString(tokens[token]);

    private int[] Bytes(int token) => [.. tokens[token].ToArray().Select(value => (int)value)];
}
