using System.Security.Cryptography.X509Certificates;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Telemetry;
using InferOps.Operator.Host.Webhooks;

namespace InferOps.Operator.Host.Certificates;

/// <summary>
/// Keeps the operator's own certificates: every replica serves what the Secret holds, the leader alone renews it and tells the API servers whom to trust.
/// </summary>
internal sealed class CertificateKeeper(CertificateStore store, CertificateIssuer issuer, ServingCertificate serving, KeeperSurroundings around) : BackgroundService
{
    private string? _served;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // What is served goes on being served; renewal begins weeks before it is needed.
                around.Logger.CertificateUnusable(around.Options.Secret, ServerMessage.Of(failure));
            }

            serving.Looked();
            await Task.Delay(serving.Wait(around.Options.Poll), around.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var (set, version) = await store.ReadAsync(cancellationToken);
        var leads = around.Leadership.IsLeader;
        if (leads) set = await RenewAsync(set, version, cancellationToken);
        if (set is null) return;
        Serve(set);
        // Last, so that nobody is sent here before there is something to show.
        if (leads) await store.TrustAsync(set.Authorities, cancellationToken);
    }

    private void Serve(CertificateSet set)
    {
        if (set.Certificate == _served) return;
        serving.Use(set.Certificate, set.Key);
        _served = set.Certificate;
        around.Logger.CertificateLoaded(around.Options.Secret);
    }

    private async Task<CertificateSet> RenewAsync(CertificateSet? set, string version, CancellationToken cancellationToken)
    {
        var now = around.Time.GetUtcNow();
        var step = CertificatePlan.Next(set is null ? null : await DescribeAsync(set, cancellationToken), around.Options, now);
        var next = step switch
        {
            CertificateStep.Begin => issuer.Begin(store.HostName, now),
            CertificateStep.Introduce => issuer.Introduce(set!, now),
            CertificateStep.Issue => issuer.Issue(set!, store.HostName, now),
            _ => set!,
        };
        if (step != CertificateStep.None)
        {
            await store.WriteAsync(next, version, cancellationToken);
            around.Logger.CertificateRenewed(step.ToString(), around.Options.Secret);
        }

        return next;
    }

    private async Task<CertificateState> DescribeAsync(CertificateSet set, CancellationToken cancellationToken)
    {
        using var newest = set.Newest();
        using var certificate = X509Certificate2.CreateFromPem(set.Certificate);
        return new()
        {
            AuthorityNotBefore = newest.NotBefore,
            AuthorityNotAfter = newest.NotAfter,
            AuthorityIsTrusted = await store.IsTrustedAsync(newest, cancellationToken),
            CertificateNotAfter = certificate.NotAfter,
            CertificateIsOfNewest = certificate.IssuerName.RawData.AsSpan().SequenceEqual(newest.SubjectName.RawData),
        };
    }
}

/// <summary>What a keeper stands in.</summary>
internal sealed record KeeperSurroundings(WebhookOptions Options, Leadership Leadership, TimeProvider Time, ILogger<CertificateKeeper> Logger);
