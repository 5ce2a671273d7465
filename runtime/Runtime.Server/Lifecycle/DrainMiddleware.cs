using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>
/// Sends clients away from a replica that drains, with the answer to their next request. A balancer sends new connections elsewhere at once, but a
/// client that keeps its connection would ask this replica again until it is gone, and fail then.
/// </summary>
/// <remarks>A connection is closed only after an answer that said so: a client may have sent its next request over any other one already.</remarks>
internal sealed class DrainMiddleware(RequestDelegate next, Replica replica)
{
    /// <summary>Probes and scrapes come to the end; they keep nobody from going.</summary>
    private static readonly PathString Api = "/v1";

    public async Task Invoke(HttpContext context)
    {
        if (replica.Phase >= ReplicaPhase.Draining) context.Response.Headers.Connection = "close";
        if (context.Request.Path.StartsWithSegments(Api, StringComparison.Ordinal)) replica.Asked();
        try
        {
            await next(context);
        }
        catch (ObjectDisposedException) when (replica.Phase == ReplicaPhase.Draining && !context.Response.HasStarted)
        {
            // Came while the engine went.
            throw ApiException.Unavailable(RejectionReasons.Draining, "The replica is shutting down.", TimeSpan.FromSeconds(1));
        }
    }
}
