using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Answers of /v1/chat/completions.</summary>
/// <param name="identity">What every part of an answer repeats.</param>
/// <param name="tokens">The texts of tokens, for log-probabilities.</param>
/// <param name="tools">How calls are found in an answer; null where there can be none.</param>
internal sealed class ChatFormat(AnswerIdentity identity, TokenTable tokens, ToolReading? tools) : IAnswerFormat
{
    public ChunkShape Chunks { get; } = new(identity, "chat.completion.chunk", "delta");

    public IChoiceFormat Choice(int index) => tools is null ? new ChatChoiceFormat(index, tokens) : new ToolChoiceFormat(index, tokens, tools.Reader());

    public void WriteWhole(Utf8JsonWriter writer, IReadOnlyList<WholeAnswer> choices, Usage usage)
    {
        var whole = new ChatCompletion(identity.Id, "chat.completion", identity.Created, identity.Model, identity.Fingerprint, [.. choices.Select(Whole)], usage);
        JsonSerializer.Serialize(writer, whole, WireJson.Types.ChatCompletion);
    }

    private ChatChoice Whole(WholeAnswer answer, int index)
    {
        var logprobs = answer.Logprobs.Count > 0 ? ChatLogprobs.Of(answer.Logprobs, tokens) : null;
        var message = tools is null ? new ChatAnswerMessage("assistant", answer.Text, null) : ToolMessages.Of(tools.Reader(), answer.Text);
        return new ChatChoice(index, message, logprobs, message.ToolCalls is null ? FinishReasons.Name(answer.Reason) : FinishReasons.AfterCalls(answer.Reason));
    }
}
