using System.Net;
using System.Net.Http.Headers;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>A file behind a URL, read in ranges.</summary>
internal sealed class RemoteFile(HttpClient client, Uri url, string? token)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The URL without what may be secret in it.</summary>
    public string Name { get; } = url.GetLeftPart(UriPartial.Path).Replace(url.UserInfo + "@", "", StringComparison.Ordinal);

    /// <summary>Asks for the bytes from <paramref name="from"/> on.</summary>
    /// <param name="from">The first byte wanted.</param>
    /// <param name="to">The last byte wanted; null: to the end.</param>
    /// <param name="validator">The version that earlier bytes came from; if the file has changed since, it is sent from its start.</param>
    /// <exception cref="PullException">The server refuses.</exception>
    public async Task<RemoteRange> OpenAsync(long from, long? to, string? validator, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Range = new RangeHeaderValue(from, to);
        if (validator is not null) request.Headers.TryAddWithoutValidation("If-Range", validator);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await SendAsync(request, cancellationToken);
        try
        {
            return await RemoteRange.OpenAsync(response, Classify(response), cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(AnswerTimeout);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw PullException.DownloadFailed($"{Name} did not answer within {AnswerTimeout.TotalSeconds:F0} s");
        }
    }

    private long Classify(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.PartialContent => response.Content.Headers.ContentRange?.From ?? throw PullException.DownloadFailed($"{Name} sent a part without saying which"),
        HttpStatusCode.OK => 0,
        HttpStatusCode.RequestedRangeNotSatisfiable => throw new RangeBeyondEndException(),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => throw new PullException(ModelFailureReasons.ModelNotFound, $"{Name} does not exist ({(int)response.StatusCode})"),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new PullException(ModelFailureReasons.ModelAccessDenied, Denied(response)),
        _ => throw PullException.DownloadFailed($"{Name} answered {(int)response.StatusCode} {response.ReasonPhrase}", RetryAfter(response)),
    };

    private string Denied(HttpResponseMessage response) => $"{Name} answered {(int)response.StatusCode}: "
        + (token is null ? "it wants a token; name a Secret with one in model.credentialsSecret" : "the token in model.credentialsSecret does not open it");

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;
}

/// <summary>A range was asked for that begins behind the end of the file.</summary>
internal sealed class RangeBeyondEndException : Exception;
