using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>From an address to what answers requests for it.</summary>
internal sealed class SourceResolver(HttpClient client, RemoteRequests requests, TimeProvider time)
{
    /// <exception cref="PullException">The address leads nowhere, or plain http was not allowed.</exception>
    public async Task<RemoteSource> ResolveAsync(ModelAddress address, PullOptions options, CancellationToken cancellationToken)
    {
        var credentials = options.Credentials;
        switch (address)
        {
            case ModelAddress.Web(var url):
                return new WebSource(PlainHttp.Check(url, options.AllowPlainHttp), credentials.Token);
            case ModelAddress.Hub(var url):
                return new HubSource(PlainHttp.Check(url, options.AllowPlainHttp), credentials.Token);
            case ModelAddress.S3(var location):
                PlainHttp.Check(location.Url(), options.AllowPlainHttp);
                return new S3Source(location, credentials.S3.Credentials, time);
            case ModelAddress.Oci(var reference):
                // As container engines do: a registry on this machine has no certificate.
                var plainHttp = options.AllowPlainHttp || PlainHttp.IsThisMachine(reference.Registry.Split(':')[0]);
                var basic = credentials.RegistryConfig is { } config ? DockerConfig.Basic(config, reference.Registry) : null;
                return await new OciResolver(requests, new RegistryAccess(client, basic, plainHttp), plainHttp).ResolveAsync(reference, options.Kind, cancellationToken);
            default:
                throw new InvalidOperationException($"{address} is not remote");
        }
    }
}
