using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Generating;

/// <summary>A generation that broke off, as an error for its caller.</summary>
internal static class GenerationFailures
{
    public static ApiException Describe(GenerationFailed failed) => failed.Reason switch
    {
        GenerationFailure.ShuttingDown => ApiException.Unavailable(RejectionReasons.Draining, failed.Message, TimeSpan.FromSeconds(1)),
        GenerationFailure.EngineFault => ApiException.Unavailable(RejectionReasons.EngineFault, failed.Message, TimeSpan.FromSeconds(30)),
        GenerationFailure.ConstraintUnmet =>
            new(StatusCodes.Status400BadRequest, RejectionReasons.InvalidRequest, "grammar_dead_end", failed.Message) { Parameter = "response_format" },
        _ => ApiException.Unavailable("cancelled", failed.Message, TimeSpan.FromSeconds(1)),
    };
}
