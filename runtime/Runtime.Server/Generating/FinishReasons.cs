using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Finish reasons as OpenAI names them.</summary>
internal static class FinishReasons
{
    /// <summary>An answer that called tools has not stopped: it waits for results.</summary>
    public static string AfterCalls(FinishReason reason) => reason == FinishReason.Stop ? "tool_calls" : Name(reason);

    public static string Name(FinishReason reason) => reason switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
