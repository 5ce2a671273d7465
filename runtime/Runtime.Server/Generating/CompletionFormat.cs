using System.Text;
using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Answers of /v1/completions.</summary>
internal sealed class CompletionFormat(AnswerIdentity identity, TokenTable tokens) : IAnswerFormat
{
    private int _offset;

    public bool HasStart => false;

    public void WriteStart(Utf8JsonWriter writer) => throw new NotSupportedException("a text completion begins with its text");

    public void WriteText(Utf8JsonWriter writer, TextGenerated text) =>
        Write(writer, [new TextChoice(0, text.Text, text.Logprobs is { } one ? Logprobs([one]) : null, null)], null);

    public void WriteFinish(Utf8JsonWriter writer, FinishReason reason) => Write(writer, [new TextChoice(0, "", null, FinishReasons.Name(reason))], null);

    public void WriteUsage(Utf8JsonWriter writer, TokenUsage usage) => Write(writer, [], Usage.Of(usage));

    public void WriteWhole(Utf8JsonWriter writer, WholeAnswer answer)
    {
        var logprobs = answer.Logprobs.Count > 0 ? Logprobs(answer.Logprobs) : null;
        Write(writer, [new TextChoice(0, answer.Text, logprobs, FinishReasons.Name(answer.Reason))], Usage.Of(answer.Usage));
    }

    private void Write(Utf8JsonWriter writer, IReadOnlyList<TextChoice> choices, Usage? usage)
    {
        var answer = new TextCompletion(identity.Id, "text_completion", identity.Created, identity.Model, choices) { Usage = usage };
        JsonSerializer.Serialize(writer, answer, WireJson.Types.TextCompletion);
    }

    private TextLogprobs Logprobs(IReadOnlyList<TokenLogprobs> positions)
    {
        var offsets = new List<int>();
        foreach (var position in positions)
        {
            offsets.Add(_offset);
            _offset += Text(position.Chosen.Token).Length;
        }

        return new TextLogprobs(
            [.. positions.Select(position => Text(position.Chosen.Token))],
            [.. positions.Select(position => position.Chosen.Logprob)],
            [.. positions.Select(Alternatives)],
            offsets);
    }

    // Tokens whose bytes are no whole character share one text; the likelier of them is shown.
    private Dictionary<string, float> Alternatives(TokenLogprobs position)
    {
        var alternatives = new Dictionary<string, float>();
        foreach (var top in position.Top) alternatives.TryAdd(Text(top.Token), top.Logprob);
        return alternatives;
    }

    private string Text(int token) => Encoding.UTF8.GetString(tokens[token]);
}
