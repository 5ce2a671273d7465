using System.Net;

namespace InferOps.Runtime.Host.Pull;

/// <summary>The HTTP client for downloads.</summary>
internal static class HttpDownloads
{
    /// <summary>
    /// Never unpacks, for sizes and hashes are those of the file. Follows redirects, but not from https to http, and without the token.
    /// </summary>
    public static HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxAutomaticRedirections = 5,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("inferops-runtime");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
        return client;
    }
}
