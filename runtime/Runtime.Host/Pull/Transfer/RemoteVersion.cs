namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Which file it is that bytes come from.</summary>
/// <param name="FileBytes">Length of the whole.</param>
/// <param name="Tag">The server's name for this version (a strong ETag or a date); null where it gives none.</param>
internal sealed record RemoteVersion(long FileBytes, string? Tag)
{
    /// <summary>Only a strong tag or a date may stand in If-Range.</summary>
    public static RemoteVersion Of(HttpResponseMessage response)
    {
        var headers = response.Content.Headers;
        var bytes = headers.ContentRange is { } range ? range.Length : headers.ContentLength;
        return new RemoteVersion(
            bytes ?? throw PullException.DownloadFailed("the server does not say how long the file is"),
            response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : headers.LastModified?.ToString("R"));
    }
}

/// <summary>The file has become another one while it was read; what is here of it is worthless.</summary>
internal sealed class VersionChangedException(string name) : Exception($"{name} has changed while it was pulled");
