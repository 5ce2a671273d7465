using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>How one endpoint writes one answer: whole, or as the events of a stream.</summary>
internal interface IAnswerFormat
{
    /// <summary>How the events of a stream are framed.</summary>
    ChunkShape Chunks { get; }

    /// <summary>Writes one choice of a stream, from its start to its end.</summary>
    IChoiceFormat Choice(int index);

    void WriteWhole(Utf8JsonWriter writer, IReadOnlyList<WholeAnswer> choices, Usage usage);
}

/// <summary>One choice of a streamed answer. It may hold on to what it cannot show yet.</summary>
internal interface IChoiceFormat
{
    void WriteStart(ChunkWriter chunks);

    void WriteText(ChunkWriter chunks, TextGenerated text);

    void WriteFinish(ChunkWriter chunks, FinishReason reason);
}

/// <summary>Everything that one choice said.</summary>
internal sealed record WholeAnswer(string Text, IReadOnlyList<TokenLogprobs> Logprobs, FinishReason Reason, TokenUsage Usage);
