using System.Security.Cryptography;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>From a reference to the layer that is the model: one or two manifests are read for it.</summary>
internal sealed class OciResolver(RemoteRequests requests, RegistryAccess access, bool plainHttp)
{
    private const int LongestManifest = 4 << 20;

    private static readonly string[] Accepted =
    [
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    public async Task<RemoteSource> ResolveAsync(OciReference reference, ModelFileKind kind, CancellationToken cancellationToken)
    {
        var manifest = await ReadAsync(reference, reference.Manifest(plainHttp), reference.Digest, cancellationToken);
        if (manifest.Manifests is { } listed)
        {
            // Models do not depend on the processor: an index of several would be of something else.
            if (listed is not [var only] || !OciDescriptor.IsDigest(only.Digest)) throw PullException.Unsupported($"{reference.Name} is an index of {listed.Count} artefacts; name one by its digest");
            manifest = await ReadAsync(reference, reference.Manifest(plainHttp, only.Digest), only.Digest, cancellationToken);
        }

        var layer = manifest.Layer(kind, reference.Name);
        return new OciSource(reference.Blob(plainHttp, layer.Digest), reference.Name, layer.Sha256, access);
    }

    private async Task<OciManifest> ReadAsync(OciReference reference, Uri url, string? digest, CancellationToken cancellationToken)
    {
        using var response = await requests.GetAsync(new OciSource(url, reference.Name, null, access), headers => headers.TryAddWithoutValidation("Accept", Accepted), cancellationToken);
        var bytes = await BoundedBody.ReadAsync(response, LongestManifest, cancellationToken);
        if (digest is not null && digest != "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes)))
            throw PullException.DownloadFailed($"{reference.Name}: the registry sent another manifest than {digest}");
        return OciManifest.Parse(bytes, reference.Name);
    }
}
