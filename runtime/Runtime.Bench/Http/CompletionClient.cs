using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using InferOps.Runtime.Bench.Results;

namespace InferOps.Runtime.Bench.Http;

/// <summary>Sends streamed completions and reads the answers to their end. Thread-safe.</summary>
/// <param name="endpoint">The server's address, before <c>/v1</c>.</param>
/// <param name="patience">How long a whole answer may take.</param>
/// <param name="time">Measures.</param>
/// <param name="blocks">
/// Waits for answers on the calling thread: a token that comes wakes the thread that reads it and no other, which takes a third of the CPU time. For as many
/// requests at once as there may be threads.
/// </param>
public sealed class CompletionClient(Uri endpoint, TimeSpan patience, TimeProvider time, bool blocks = false) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero, ConnectCallback = blocks ? Connect : null,
    })
    {
        BaseAddress = endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/"), Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Never throws for what a server or a network does; only for the caller's own cancellation.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<RequestResult> SendAsync(CompletionCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        var clock = new AnswerClock(time, call.Gaps);
        try
        {
            return await ExchangeAsync(call, clock, limit.Token);
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested && failure is IOException or ObjectDisposedException)
        {
            throw new OperationCanceledException(failure.Message, failure, cancellationToken);
        }
        catch (Exception failure) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested && failure is OperationCanceledException or IOException or ObjectDisposedException)
        {
            return clock.End(Outcome.TimedOut, 0, $"no whole answer within {patience.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return clock.End(Outcome.ConnectionFailed, 0, failure.Message);
        }
        catch (JsonException failure)
        {
            return clock.End(Outcome.BrokenStream, 200, failure.Message);
        }
    }

    private async Task<RequestResult> ExchangeAsync(CompletionCall call, AnswerClock clock, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Path) { Content = new ReadOnlyMemoryContent(call.Body) };
        request.Content.Headers.ContentType = Json;
        if (call.ClosesConnection) request.Headers.ConnectionClose = true;
        if (call.ApiKey is { } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        const HttpCompletionOption Headers = HttpCompletionOption.ResponseHeadersRead;
        using var response = blocks ? _http.Send(request, Headers, cancellationToken) : await _http.SendAsync(request, Headers, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK) return await RefusedAsync(response, clock, cancellationToken);

        // A thread that waits in a read does not see the token: it is the connection's end that wakes it.
        using var leave = blocks ? cancellationToken.UnsafeRegister(static answer => ((HttpResponseMessage)answer!).Dispose(), response) : default;
        var body = blocks ? response.Content.ReadAsStream(cancellationToken) : await response.Content.ReadAsStreamAsync(cancellationToken);
        using var events = new EventReader(body, blocks);
        while (await events.ReadAsync(cancellationToken) is { } said)
        {
            if (said.Span.SequenceEqual("[DONE]"u8)) return await EndAsync(events, clock, cancellationToken);
            var next = StreamEvent.Read(said.Span);
            if (next.IsError) return clock.End(Outcome.ErrorEvent, 200, System.Text.Encoding.UTF8.GetString(said.Span));
            clock.Note(next);
            if (clock.Events >= call.LeaveAfter) return clock.End(Outcome.Cancelled, 200, "");
        }

        return clock.End(Outcome.BrokenStream, 200, "the stream ended before [DONE]");
    }

    /// <summary>Reads to the very end, so that the connection can serve the next request.</summary>
    private static async Task<RequestResult> EndAsync(EventReader events, AnswerClock clock, CancellationToken cancellationToken)
    {
        var result = clock.End(Outcome.Completed, 200, "");
        await events.ReadAsync(cancellationToken);
        return result;
    }

    private static async Task<RequestResult> RefusedAsync(HttpResponseMessage response, AnswerClock clock, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var full = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        var result = clock.End(full ? Outcome.Rejected : Outcome.Refused, (int)response.StatusCode, body);
        return result with { RetryAfter = response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero };
    }

    /// <summary>A socket that was connected without blocking never blocks again: each of its reads would take a round through the poller's thread and the pool.</summary>
    private static ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(context.DnsEndPoint);
            return ValueTask.FromResult<Stream>(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
