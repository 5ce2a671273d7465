using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Answers of /v1/chat/completions.</summary>
internal sealed class ChatFormat(AnswerIdentity identity, TokenTable tokens) : IAnswerFormat
{
    public ChunkShape Chunks { get; } = new(identity, "chat.completion.chunk", "delta");

    public IChoiceFormat Choice(int index) => new StreamedChoice(index, tokens);

    public void WriteWhole(Utf8JsonWriter writer, IReadOnlyList<WholeAnswer> choices, Usage usage)
    {
        var whole = new ChatCompletion(identity.Id, "chat.completion", identity.Created, identity.Model, identity.Fingerprint, [.. choices.Select(Whole)], usage);
        JsonSerializer.Serialize(writer, whole, WireJson.Types.ChatCompletion);
    }

    private ChatChoice Whole(WholeAnswer answer, int index)
    {
        var logprobs = answer.Logprobs.Count > 0 ? ChatLogprobs.Of(answer.Logprobs, tokens) : null;
        return new ChatChoice(index, new ChatAnswerMessage("assistant", answer.Text, null), logprobs, FinishReasons.Name(answer.Reason));
    }

    private sealed class StreamedChoice(int index, TokenTable tokens) : IChoiceFormat
    {
        public void WriteStart(ChunkWriter chunks)
        {
            chunks.Begin(index);
            chunks.Raw("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}"u8);
            chunks.End();
        }

        public void WriteText(ChunkWriter chunks, TextGenerated text)
        {
            chunks.Begin(index);
            chunks.Raw("{\"content\":"u8);
            chunks.Text(text.Text);
            chunks.Raw("}"u8);
            if (text.Logprobs is { } one) chunks.End(ChatLogprobs.Of([one], tokens), WireJson.Types.ChatLogprobs);
            else chunks.End();
        }

        public void WriteFinish(ChunkWriter chunks, FinishReason reason)
        {
            chunks.Begin(index);
            chunks.Raw("{}"u8);
            chunks.End(FinishReasons.Name(reason));
        }
    }
}
