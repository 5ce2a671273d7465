using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>Where a model is.</summary>
internal abstract record ModelAddress
{
    private const string Forms = "write hf://org/repo/file@revision, https://host/file, s3://bucket/key, oci://registry/name:tag, pvc://claim/path or file:///path";

    private ModelAddress()
    {
    }

    /// <summary>On this machine.</summary>
    public sealed record Local(string Path) : ModelAddress;

    public sealed record Web(Uri Url) : ModelAddress;

    /// <summary>On Hugging Face, or a mirror of it.</summary>
    public sealed record Hub(Uri Url) : ModelAddress;

    public sealed record S3(S3Location Location) : ModelAddress;

    public sealed record Oci(OciReference Reference) : ModelAddress;

    /// <exception cref="PullException">Nothing can be pulled from such an address; the message says what to write instead.</exception>
    public static ModelAddress Parse(PullOptions options)
    {
        var parts = options.Uri.Split("://", 2);
        if (parts is not [var scheme, { Length: > 0 } rest]) throw PullException.Unsupported($"\"{options.Uri}\" is not an address; {Forms}");
        return scheme switch
        {
            "https" or "http" => new Web(ParseUrl(options.Uri)),
            "hf" => new Hub(ParseHuggingFace(rest, options.HuggingFace)),
            "s3" => new S3(S3Location.Parse(rest, options.Credentials.S3)),
            "oci" => new Oci(OciReference.Parse(rest)),
            "file" when rest.StartsWith('/') => new Local(Path.GetFullPath(rest)),
            "pvc" => new Local(ParseClaim(rest, options.ClaimsFolder)),
            _ => throw PullException.Unsupported($"\"{options.Uri}\" cannot be pulled; {Forms}"),
        };
    }

    /// <summary>The addresses of all parts, given that of the first; of a model in one file, that one.</summary>
    public IReadOnlyList<ModelAddress> Parts() => this switch
    {
        Web(var url) => [.. PartsOf(url).Select(part => new Web(part))],
        Hub(var url) => [.. PartsOf(url).Select(part => new Hub(part))],
        S3(var location) => [.. SplitModel.PartsOf(location.Key).Select(key => new S3(location with { Key = key }))],
        _ => [this],
    };

    private static IEnumerable<Uri> PartsOf(Uri url) =>
        SplitModel.PartsOf(url.AbsolutePath) is { Count: > 1 } paths ? paths.Select(path => new UriBuilder(url) { Path = path }.Uri) : [url];

    private static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw PullException.Unsupported($"\"{text}\" is not a valid URL");

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
