using System.Net;

namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>The HTTP client for downloads.</summary>
internal static class HttpDownloads
{
    /// <summary>Never unpacks, for sizes and hashes are those of the file; and leaves redirects to <see cref="RemoteRequests"/>, which knows where credentials may go.</summary>
    public static HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("inferops-runtime");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
        return client;
    }
}
