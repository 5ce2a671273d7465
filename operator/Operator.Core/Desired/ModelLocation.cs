namespace InferOps.Operator.Core.Desired;

/// <summary>Where a model comes from and where a replica finds it.</summary>
/// <param name="Path">The file the engine opens.</param>
/// <param name="PullUri">What <c>pull</c> is given. Of a claim: the file:// address of <paramref name="Path"/> where it is mounted, so that nothing is copied or linked.</param>
/// <param name="Claim">The claim that holds the file; null for none.</param>
/// <param name="InCache">True: the file is pulled into the model cache. False: it is verified where it lies.</param>
internal sealed record ModelLocation(string Path, string PullUri, MountedClaim? Claim, bool InCache)
{
    public const string CacheFolder = "/var/lib/inferops/models";

    private const string FileScheme = "file://";
    private const string ClaimScheme = "pvc://";

    /// <summary>Models of different addresses or checksums never share a file, so a replica that starts cannot replace what another one has open.</summary>
    public static ModelLocation Of(string uri, string? sha256) => Of(uri, sha256, MountedClaim.OfModel);

    /// <summary>A draft or an adapter, of a replica whose model lies at <paramref name="model"/>.</summary>
    public static ModelLocation Beside(ModelLocation model, string uri, string? sha256) => Of(uri, sha256, claim => MountedClaim.Beside(model.Claim, claim));

    private static ModelLocation Of(string uri, string? sha256, Func<string, MountedClaim> mount)
    {
        if (uri.StartsWith(FileScheme, StringComparison.Ordinal)) return new(uri[FileScheme.Length..], uri, null, InCache: false);
        if (uri.StartsWith(ClaimScheme, StringComparison.Ordinal))
        {
            var parts = uri[ClaimScheme.Length..].Split('/', 2);
            var claim = mount(parts[0]);
            var path = $"{claim.Folder}/{parts[1]}";
            return new(path, FileScheme + path, claim, InCache: false);
        }
        return new($"{CacheFolder}/{Names.Hash(Names.ModelSource(uri, sha256), 16)}/{FileName(uri)}", uri, null, InCache: true);
    }

    /// <summary>The last part of the address, without revision or query, in characters that every engine and shell takes.</summary>
    private static string FileName(string uri)
    {
        var path = uri[(uri.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('?', '#', '@')[0].TrimEnd('/');
        var name = new string([.. path[(path.LastIndexOf('/') + 1)..].Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_')]);
        return name.Trim('.').Length == 0 ? "model" : name;
    }
}
