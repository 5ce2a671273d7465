using System.Net;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>http:// is for this machine; to others only where it was allowed.</summary>
internal static class PlainHttp
{
    /// <exception cref="PullException">It is not allowed.</exception>
    public static Uri Check(Uri url, bool allowed) => url.Scheme == "https" || allowed || IsThisMachine(url.Host)
        ? url
        : throw PullException.Unsupported("http:// lets anybody on the way change the model; use https://, or allow it with --allow-plain-http");

    public static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
