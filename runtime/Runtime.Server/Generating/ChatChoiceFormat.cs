using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>One choice of a streamed chat answer.</summary>
internal sealed class ChatChoiceFormat(int index, TokenTable tokens) : IChoiceFormat
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
