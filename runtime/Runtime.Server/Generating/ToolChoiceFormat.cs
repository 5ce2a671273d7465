using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>One choice of a streamed chat answer that may call tools: the function's name first, then its arguments as they come.</summary>
internal sealed class ToolChoiceFormat(int index, TokenTable tokens, ToolAnswerReader reader) : IChoiceFormat
{
    private readonly ChatChoiceFormat _text = new(index, tokens);

    public void WriteStart(ChunkWriter chunks) => _text.WriteStart(chunks);

    public void WriteText(ChunkWriter chunks, TextGenerated text)
    {
        var logprobs = text.Logprobs;
        foreach (var next in reader.Read(text.Text))
        {
            Write(chunks, next, logprobs);
            logprobs = null;
        }

        // What is held back may still be a call; its probabilities need not wait for that.
        if (logprobs is not null) _text.WriteText(chunks, new TextGenerated("", logprobs));
    }

    public void WriteFinish(ChunkWriter chunks, FinishReason reason)
    {
        foreach (var next in reader.End()) Write(chunks, next, null);
        if (reader.Calls == 0)
        {
            _text.WriteFinish(chunks, reason);
            return;
        }

        chunks.Begin(index);
        chunks.Raw("{}"u8);
        chunks.End(FinishReasons.AfterCalls(reason));
    }

    private void Write(ChunkWriter chunks, ToolEvent next, TokenLogprobs? logprobs)
    {
        if (next is ToolEvent.Content(var text))
        {
            _text.WriteText(chunks, new TextGenerated(text, logprobs));
            return;
        }

        chunks.Begin(index);
        chunks.Value(Delta(next), WireJson.Types.ToolCallsDelta);
        if (logprobs is not null) chunks.End(ChatLogprobs.Of([logprobs], tokens), WireJson.Types.ChatLogprobs);
        else chunks.End();
    }

    private static ToolCallsDelta Delta(ToolEvent next) => next switch
    {
        ToolEvent.Called(var call, var name) => new ToolCallsDelta([new ToolCallDelta(call) { Id = ToolCallIds.Next(), Type = "function", Function = new CalledFunction(name, "") }]),
        ToolEvent.Arguments(var call, var json) => new ToolCallsDelta([new ToolCallDelta(call) { Function = new CalledFunction(null, json) }]),
        _ => throw new ArgumentOutOfRangeException(nameof(next), next, null),
    };
}
