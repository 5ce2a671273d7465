using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Finish reasons as OpenAI names them.</summary>
internal static class FinishReasons
{
    public static string Name(FinishReason reason) => reason switch
    {
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
