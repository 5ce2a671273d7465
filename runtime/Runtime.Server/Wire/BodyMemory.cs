using InferOps.Runtime.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Bounds what all large bodies hold together: each is within its own limit, and many at once would still be too much. Any thread.</summary>
/// <remarks>A body counts from its first bytes, or from its announced length, until its request is answered: so long something refers to it.</remarks>
internal sealed class BodyMemory(RuntimeServerOptions options)
{
    /// <summary>Bodies up to so many bytes do not count: large ones never keep them out.</summary>
    public const int Free = 64 << 10;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private long _held;

    /// <summary>The body of a request, which counts as it is read.</summary>
    /// <exception cref="ApiException">Others hold so much that its announced length does not fit.</exception>
    public Stream Open(HttpContext context)
    {
        var share = new Share(this);
        context.Response.RegisterForDispose(share);

        // What is too large by itself will never be read, and the server says so.
        if (context.Request.ContentLength is { } announced && announced <= options.MaxBodyBytes) share.Grow(announced);
        return new CountedStream(context.Request.Body, share.Grow);
    }

    private bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= options.MaxBodiesBytes) return true;
        Release(bytes);
        return false;
    }

    private void Release(long bytes) => Interlocked.Add(ref _held, -bytes);

    /// <summary>What one body holds.</summary>
    private sealed class Share(BodyMemory memory) : IDisposable
    {
        private long _bytes;

        public void Grow(long to)
        {
            if (to <= Free || to <= _bytes) return;
            if (!memory.TryTake(to - _bytes))
                throw ApiException.TooMany(RejectionReasons.BodyMemoryFull, "The replica holds as many large requests as it has memory for. Try again later.", RetryAfter);
            _bytes = to;
        }

        public void Dispose()
        {
            memory.Release(_bytes);
            _bytes = 0;
        }
    }
}
