namespace InferOps.Runtime.Host.Pull;

/// <summary>An answer being read.</summary>
/// <param name="Body">The bytes from <paramref name="Start"/> on.</param>
/// <param name="Start">Position of the first byte; 0 where the server does not do ranges or the file has changed.</param>
/// <param name="FileBytes">Length of the whole file.</param>
/// <param name="Validator">Names this version of the file in later requests; null where the server gives nothing that does.</param>
internal sealed record RemoteRange(HttpResponseMessage Response, Stream Body, long Start, long FileBytes, string? Validator) : IAsyncDisposable
{
    public static async Task<RemoteRange> OpenAsync(HttpResponseMessage response, long start, CancellationToken cancellationToken)
    {
        var headers = response.Content.Headers;
        var fileBytes = headers.ContentRange?.Length ?? (headers.ContentRange is null ? headers.ContentLength : null)
            ?? throw PullException.DownloadFailed("the server does not say how long the file is");
        return new RemoteRange(response, await response.Content.ReadAsStreamAsync(cancellationToken), start, fileBytes, ValidatorOf(response));
    }

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        Response.Dispose();
    }

    /// <summary>Only a strong tag or a date may stand in If-Range.</summary>
    private static string? ValidatorOf(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false } tag
        ? tag.Tag
        : response.Content.Headers.LastModified?.ToString("R");
}
