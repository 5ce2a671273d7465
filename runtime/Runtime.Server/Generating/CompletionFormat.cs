using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Answers of /v1/completions.</summary>
internal sealed class CompletionFormat(AnswerIdentity identity, TokenTable tokens) : IAnswerFormat
{
    private const string Object = "text_completion";

    public ChunkShape Chunks { get; } = new(identity, Object, "text");

    public IChoiceFormat Choice(int index) => new StreamedChoice(index, tokens);

    public void WriteWhole(Utf8JsonWriter writer, IReadOnlyList<WholeAnswer> choices, Usage usage)
    {
        var whole = new TextCompletion(identity.Id, Object, identity.Created, identity.Model, identity.Fingerprint, [.. choices.Select(Whole)], usage);
        JsonSerializer.Serialize(writer, whole, WireJson.Types.TextCompletion);
    }

    private TextChoice Whole(WholeAnswer answer, int index)
    {
        var offset = 0;
        var logprobs = answer.Logprobs.Count > 0 ? TextLogprobs.Of(answer.Logprobs, tokens, ref offset) : null;
        return new TextChoice(index, answer.Text, logprobs, FinishReasons.Name(answer.Reason));
    }

    private sealed class StreamedChoice(int index, TokenTable tokens) : IChoiceFormat
    {
        private int _offset;

        // A text completion begins with its text.
        public void WriteStart(ChunkWriter chunks)
        {
        }

        public void WriteText(ChunkWriter chunks, TextGenerated text)
        {
            chunks.Begin(index);
            chunks.Text(text.Text);
            if (text.Logprobs is { } one) chunks.End(TextLogprobs.Of([one], tokens, ref _offset), WireJson.Types.TextLogprobs);
            else chunks.End();
        }

        public void WriteFinish(ChunkWriter chunks, FinishReason reason)
        {
            chunks.Begin(index);
            chunks.Text("");
            chunks.End(FinishReasons.Name(reason));
        }
    }
}
