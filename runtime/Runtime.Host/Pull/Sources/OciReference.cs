using System.Text.RegularExpressions;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary><c>oci://registry/name:tag@digest</c>: an artefact in a container registry.</summary>
/// <param name="Registry">Host, with port where it is not 443.</param>
/// <param name="Repository">Such as <c>team/models/llama</c>.</param>
/// <param name="Tag">A tag; not used where there is a digest.</param>
/// <param name="Digest"><c>sha256:…</c> of the manifest; null: whatever the tag points to today.</param>
internal sealed partial record OciReference(string Registry, string Repository, string Tag, string? Digest)
{
    private const string DockerHub = "docker.io";

    /// <exception cref="PullException">It is not a reference.</exception>
    public static OciReference Parse(string rest)
    {
        if (Form().Match(rest) is not { Success: true } match)
            throw PullException.Unsupported($"\"oci://{rest}\" is no reference to an artefact; write oci://registry/name:tag or oci://registry/name@sha256:…");
        var (registry, repository) = (match.Groups["registry"].Value, match.Groups["repository"].Value);
        if (registry == DockerHub && !repository.Contains('/', StringComparison.Ordinal)) repository = "library/" + repository;
        var (tag, digest) = (match.Groups["tag"], match.Groups["digest"]);
        return new OciReference(registry, repository, tag.Success ? tag.Value : "latest", digest.Success ? digest.Value : null);
    }

    public string Name => $"oci://{Registry}/{Repository}{(Digest is null ? ":" + Tag : "@" + Digest)}";

    /// <param name="plainHttp">True: for a registry on this machine, and where it was allowed.</param>
    public Uri Manifest(bool plainHttp) => Manifest(plainHttp, Digest ?? Tag);

    public Uri Manifest(bool plainHttp, string reference) => new($"{Root(plainHttp)}/manifests/{reference}");

    public Uri Blob(bool plainHttp, string digest) => new($"{Root(plainHttp)}/blobs/{digest}");

    private string Root(bool plainHttp) => $"{(plainHttp ? "http" : "https")}://{(Registry == DockerHub ? "registry-1.docker.io" : Registry)}/v2/{Repository}";

    [GeneratedRegex("^(?<registry>[A-Za-z0-9.-]+(:[0-9]+)?)/(?<repository>[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*)(:(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(@(?<digest>sha256:[0-9a-f]{64}))?$")]
    private static partial Regex Form();
}
