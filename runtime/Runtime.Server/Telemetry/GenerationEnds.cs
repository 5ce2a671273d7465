using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Generating;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>How generations end, as metrics and traces name it.</summary>
internal static class GenerationEnds
{
    private const string Cancelled = "cancelled";

    public static IReadOnlyList<string> All { get; } =
        [.. Enum.GetValues<FinishReason>().Select(FinishReasons.Name), Cancelled, RejectionReasons.Draining, RejectionReasons.EngineFault];

    /// <summary>How a generation ended that nobody reads any more.</summary>
    public static string Name(Generation generation) => generation.End switch
    {
        GenerationFinished finished => FinishReasons.Name(finished.Reason),
        GenerationFailed { Reason: GenerationFailure.ShuttingDown } => RejectionReasons.Draining,
        GenerationFailed { Reason: GenerationFailure.EngineFault } => RejectionReasons.EngineFault,
        null when generation.IsFinishAsked => FinishReasons.Name(FinishReason.Stop),
        _ => Cancelled,
    };

    /// <summary>True for an end that is not the caller's doing nor the model's.</summary>
    public static bool IsFailure(string end) => end is RejectionReasons.Draining or RejectionReasons.EngineFault;
}
