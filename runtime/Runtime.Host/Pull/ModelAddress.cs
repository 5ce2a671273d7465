using System.Net;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Where a model is: on this machine or at a URL.</summary>
internal abstract record ModelAddress
{
    private ModelAddress()
    {
    }

    public sealed record Local(string Path) : ModelAddress;

    public sealed record Remote(Uri Url) : ModelAddress;

    /// <exception cref="PullException">Nothing can be pulled from such an address; the message says what to write instead.</exception>
    public static ModelAddress Parse(PullOptions options)
    {
        var parts = options.Uri.Split("://", 2);
        if (parts is not [var scheme, { Length: > 0 } rest]) throw PullException.Unsupported($"\"{options.Uri}\" is not an address; {Forms}");
        return scheme switch
        {
            "https" => new Remote(ParseUrl(options.Uri)),
            "http" => new Remote(ParsePlainUrl(options)),
            "hf" => new Remote(ParseHuggingFace(rest, options.HuggingFace)),
            "file" when rest.StartsWith('/') => new Local(Path.GetFullPath(rest)),
            "pvc" => new Local(ParseClaim(rest, options.ClaimsFolder)),
            "s3" or "oci" => throw PullException.Unsupported(
                $"this runtime cannot pull from {scheme}://; give an https:// address (a presigned one works), or mount the storage and use pvc://"),
            _ => throw PullException.Unsupported($"\"{options.Uri}\" cannot be pulled; {Forms}"),
        };
    }

    private const string Forms = "write hf://org/repo/file@revision, https://host/file, pvc://claim/path or file:///path";

    private static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw PullException.Unsupported($"\"{text}\" is not a valid URL");

    private static Uri ParsePlainUrl(PullOptions options)
    {
        var url = ParseUrl(options.Uri);
        var isLoopback = url.Host == "localhost" || (IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address));
        if (isLoopback || options.AllowPlainHttp) return url;
        throw PullException.Unsupported("http:// lets anybody on the way change the model; use https://, or allow it with --allow-plain-http");
    }

    /// <summary>org/repo/path/in/repo@revision; without a revision the main branch.</summary>
    private static Uri ParseHuggingFace(string rest, Uri huggingFace)
    {
        var at = rest.LastIndexOf('@');
        var (path, revision) = at < 0 ? (rest, "main") : (rest[..at], rest[(at + 1)..]);
        if (path.Split('/', 3) is not [{ Length: > 0 } organisation, { Length: > 0 } repository, { Length: > 0 } file] || revision.Length == 0)
            throw PullException.Unsupported($"\"hf://{rest}\" names no file; write hf://org/repo/file@revision");
        return new Uri(huggingFace, $"/{organisation}/{repository}/resolve/{Uri.EscapeDataString(revision)}/{file}");
    }

    private static string ParseClaim(string rest, string claimsFolder)
    {
        var root = Path.GetFullPath(claimsFolder);
        var path = Path.GetFullPath(Path.Combine(root, rest));
        var inside = path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && rest.Split('/', 2) is [{ Length: > 0 }, { Length: > 0 }];
        return inside ? path : throw PullException.Unsupported($"\"pvc://{rest}\" names no file; write pvc://claim/path");
    }
}
