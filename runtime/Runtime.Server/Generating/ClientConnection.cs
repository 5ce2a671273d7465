using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Who reads an answer. One who has stopped reading is dropped: what waits for it takes memory.</summary>
/// <remarks>
/// The server's own minimum rate counts from the first byte of a response, so that a client that read fast for an hour may stop for hours.
/// </remarks>
internal sealed class ClientConnection(HttpContext context, TimeSpan patience, TimeProvider time)
{
    /// <summary>Sends what was written; completes at once unless the client is slower than the answer.</summary>
    /// <exception cref="OperationCanceledException">The client left, or was dropped.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        var flush = context.Response.BodyWriter.FlushAsync(cancellation);
        if (flush.IsCompletedSuccessfully) return;
        try
        {
            await flush.AsTask().WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            context.Abort();
            throw new OperationCanceledException(context.RequestAborted);
        }
    }
}
