using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Generating;

/// <summary>A generation that broke off, as an error for its caller.</summary>
internal static class GenerationFailures
{
    public static ApiException Describe(GenerationFailed failed) => failed.Reason switch
    {
        GenerationFailure.ShuttingDown => ApiException.Unavailable(RejectionReasons.Draining, failed.Message, TimeSpan.FromSeconds(1)),
        GenerationFailure.EngineFault => ApiException.Unavailable(RejectionReasons.EngineFault, failed.Message, TimeSpan.FromSeconds(30)),
        _ => ApiException.Unavailable("cancelled", failed.Message, TimeSpan.FromSeconds(1)),
    };
}
