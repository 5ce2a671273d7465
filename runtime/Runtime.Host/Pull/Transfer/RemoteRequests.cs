using System.Net;
using System.Net.Http.Headers;
using System.Text;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull.Sources;

namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Asks for what a source names: follows redirects, shows credentials only to the source's own host, and gives every refusal a reason.</summary>
internal sealed class RemoteRequests(HttpClient client, TimeProvider time)
{
    private const int MostRedirects = 5;
    private const int MostLessons = 2;
    private const int ErrorBytes = 4096;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    /// <returns>An answer of status 200 or 206, whose body has not been read.</returns>
    /// <exception cref="PullException">The server refuses, or does not answer in time.</exception>
    /// <exception cref="RangeBeyondEndException">The range that was asked for lies behind the end.</exception>
    public async Task<HttpResponseMessage> GetAsync(RemoteSource source, Action<HttpRequestHeaders> prepare, CancellationToken cancellationToken)
    {
        for (var lessons = 0; ; lessons++)
        {
            var own = source.Url;
            var response = await FollowAsync(source, own, prepare, cancellationToken);
            try
            {
                if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent) return response;
                if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) throw new RangeBeyondEndException();
                var learned = lessons < MostLessons && SameHost(own, response.RequestMessage!.RequestUri!) && await source.LearnAsync(response, cancellationToken);
                if (!learned) throw await RefusedAsync(source, response, cancellationToken);
                response.Dispose();
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }

    private async Task<HttpResponseMessage> FollowAsync(RemoteSource source, Uri own, Action<HttpRequestHeaders> prepare, CancellationToken cancellationToken)
    {
        var url = own;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            prepare(request.Headers);
            if (SameHost(own, url)) source.Authorize(request);
            var response = await SendAsync(source, request, cancellationToken);
            if (SameHost(own, url)) source.Note(response);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location) return response;
            response.Dispose();
            var next = new Uri(url, location);
            if (next.Scheme != "https" && next.Scheme != url.Scheme)
                throw PullException.Unsupported($"{source.Name} redirects from https to {next.Scheme}://{next.Host}, where anybody on the way could change the model");
            url = next;
        }

        throw PullException.DownloadFailed($"{source.Name} redirects more than {MostRedirects} times");
    }

    private async Task<HttpResponseMessage> SendAsync(RemoteSource source, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw PullException.DownloadFailed($"{source.Name}: {request.RequestUri!.Host} did not answer within {AnswerTimeout.TotalSeconds:F0} s");
        }
        catch (HttpRequestException failure)
        {
            throw PullException.DownloadFailed($"{source.Name}: {failure.Message}{(failure.InnerException is { } inner ? $" ({inner.Message})" : "")}");
        }
    }

    private async Task<PullException> RefusedAsync(RemoteSource source, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var host = response.RequestMessage!.RequestUri!;
        // A storage host that a redirect led to knows nothing of the user's credentials: its link has expired or it is busy, and the next request gets another.
        if (!SameHost(source.Url, host)) return MayPass($"{source.Name} leads to {host.Host}, which answered {status}", response);
        var body = Encoding.UTF8.GetString(await BoundedBody.ReadStartAsync(response, ErrorBytes, cancellationToken));
        if (source.Explain(response, body) is { } known) return new PullException(known.Reason, $"{source.Name} answered {status}: {known.Advice}");
        return response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new PullException(ModelFailureReasons.ModelNotFound, $"{source.Name} does not exist ({status}); check the address"),
            _ => MayPass($"{source.Name} answered {status} {response.ReasonPhrase}", response),
        };
    }

    private PullException MayPass(string message, HttpResponseMessage response) => new(ModelFailureReasons.DownloadFailed, message)
    {
        RetryAfter = RetryAfter(response),
        Busy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable,
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delay } => delay,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static bool SameHost(Uri a, Uri b) => a.Scheme == b.Scheme && a.IdnHost == b.IdnHost && a.Port == b.Port;
}

/// <summary>A range was asked for that begins behind the end of the file.</summary>
internal sealed class RangeBeyondEndException : Exception;
