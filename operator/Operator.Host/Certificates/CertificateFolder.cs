using System.Security.Cryptography;
using InferOps.Operator.Host.Webhooks;

namespace InferOps.Operator.Host.Certificates;

/// <summary>Serves what someone else (cert-manager) keeps current in a mounted Secret, read again when it changes.</summary>
internal sealed class CertificateFolder(WebhookOptions options, ServingCertificate serving, TimeProvider time, ILogger<CertificateFolder> logger) : BackgroundService
{
    private (string Certificate, string Key) _loaded;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await LoadAsync(options.CertificateFolder!, stoppingToken);
            serving.Looked();
            await Task.Delay(serving.Wait(options.Poll), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoadAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            var found = (await File.ReadAllTextAsync(Path.Combine(folder, CertificateSet.CertificateKey), cancellationToken), await File.ReadAllTextAsync(Path.Combine(folder, CertificateSet.PrivateKey), cancellationToken));
            if (found == _loaded) return;
            serving.Use(found.Item1, found.Item2);
            _loaded = found;
            logger.CertificateLoaded(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // A file may be missing, or one of the two newer than the other; the next look finds both, and until then what was loaded is served.
            logger.CertificateUnusable(folder, problem.Message);
        }
    }
}
