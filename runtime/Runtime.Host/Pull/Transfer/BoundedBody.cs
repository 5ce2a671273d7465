namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Reads small answers, and no large one.</summary>
internal static class BoundedBody
{
    /// <exception cref="PullException">There is more.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var start = await ReadStartAsync(response, limit + 1, cancellationToken);
        return start.Length <= limit ? start : throw PullException.DownloadFailed($"{response.RequestMessage?.RequestUri?.Host} sent more than {limit} bytes where a short answer belongs");
    }

    /// <returns>At most <paramref name="bytes"/> bytes.</returns>
    public static async Task<byte[]> ReadStartAsync(HttpResponseMessage response, int bytes, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[bytes];
        var read = await body.ReadAtLeastAsync(buffer, bytes, throwOnEndOfStream: false, cancellationToken);
        return buffer[..read];
    }
}
