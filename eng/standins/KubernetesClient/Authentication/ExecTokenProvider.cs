using System.Net.Http.Headers;
using k8s.KubeConfigModels;

namespace k8s.Authentication;

/// <summary>A token from a credential plugin, asked again shortly before the last one expires.</summary>
public class ExecTokenProvider : ITokenProvider
{
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromSeconds(30);

    private readonly ExternalExecution exec;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim refreshing = new(1, 1);
    private ExecCredentialResponse.ExecStatus current;

    public ExecTokenProvider(ExternalExecution exec)
        : this(exec, TimeProvider.System)
    {
    }

    internal ExecTokenProvider(ExternalExecution exec, TimeProvider time, ExecCredentialResponse.ExecStatus first = null) =>
        (this.exec, this.time, current) = (exec, time, first);

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        // One at a time: a plugin may open a browser or count against a rate limit.
        await refreshing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (current is null || IsExpiring(current))
                current = await Task.Run(() => KubernetesClientConfiguration.ExecuteExternalCommand(exec).Status, cancellationToken).ConfigureAwait(false);
            return new AuthenticationHeaderValue("Bearer", current.Token);
        }
        finally
        {
            refreshing.Release();
        }
    }

    private bool IsExpiring(ExecCredentialResponse.ExecStatus status) =>
        status.ExpirationTimestamp is { } expiry && time.GetUtcNow().UtcDateTime + RefreshBefore >= expiry.ToUniversalTime();
}
