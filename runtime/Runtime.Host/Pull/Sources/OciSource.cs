using System.Net;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>Something in a registry: a manifest, or the layer that is the model. What a digest names cannot change.</summary>
internal sealed class OciSource(Uri url, string name, string? sha256, RegistryAccess access) : RemoteSource
{
    public override Uri Url => url;

    public override string Name => name;

    public override string? Sha256 => sha256;

    public override void Authorize(HttpRequestMessage request) => access.Authorize(request);

    public override Task<bool> LearnAsync(HttpResponseMessage refusal, CancellationToken cancellationToken) =>
        refusal.StatusCode == HttpStatusCode.Unauthorized ? access.LearnAsync(refusal, cancellationToken) : Task.FromResult(false);

    public override (string Reason, string Advice)? Explain(HttpResponseMessage refusal, string body)
    {
        if (refusal.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) return null;
        return (ModelFailureReasons.ModelAccessDenied, access.HasCredentials
            ? "the login in model.credentialsSecret may not pull it, or there is no such repository"
            : "it is not public, or there is no such repository; name a Secret of the type kubernetes.io/dockerconfigjson for this registry in model.credentialsSecret");
    }
}
