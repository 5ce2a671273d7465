using System.Text.Json;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Server.Generating;

/// <summary>How one endpoint writes answers: whole, or as the parts of a stream.</summary>
internal interface IAnswerFormat
{
    /// <summary>True where a stream begins with a part before any text.</summary>
    bool HasStart { get; }

    void WriteStart(Utf8JsonWriter writer);

    void WriteText(Utf8JsonWriter writer, TextGenerated text);

    void WriteFinish(Utf8JsonWriter writer, FinishReason reason);

    void WriteUsage(Utf8JsonWriter writer, TokenUsage usage);

    void WriteWhole(Utf8JsonWriter writer, WholeAnswer answer);
}

/// <summary>Everything a generation said.</summary>
internal sealed record WholeAnswer(string Text, IReadOnlyList<TokenLogprobs> Logprobs, FinishReason Reason, TokenUsage Usage);
