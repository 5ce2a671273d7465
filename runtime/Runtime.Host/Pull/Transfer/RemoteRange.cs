namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>An answer being read.</summary>
/// <param name="Body">The bytes from <paramref name="Start"/> on.</param>
/// <param name="Start">Position of the first byte.</param>
/// <param name="Length">Bytes that the answer promises; a server may send less than it was asked for.</param>
/// <param name="IsPart">False: the server sent the whole file, because it does not do ranges or because the version that was named is gone.</param>
internal sealed record RemoteRange(HttpResponseMessage Response, Stream Body, long Start, long Length, bool IsPart) : IAsyncDisposable
{
    public required RemoteVersion Version { get; init; }

    public static async Task<RemoteRange> OpenAsync(HttpResponseMessage response, string name, CancellationToken cancellationToken)
    {
        var version = RemoteVersion.Of(response);
        var isPart = response.StatusCode == System.Net.HttpStatusCode.PartialContent;
        var (start, length) = (0L, version.FileBytes);
        if (isPart)
        {
            if (response.Content.Headers.ContentRange is not { From: { } from, To: { } to }) throw PullException.DownloadFailed($"{name} sent a part without saying which");
            (start, length) = (from, to - from + 1);
        }

        return new RemoteRange(response, await response.Content.ReadAsStreamAsync(cancellationToken), start, length, isPart) { Version = version };
    }

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        Response.Dispose();
    }
}
