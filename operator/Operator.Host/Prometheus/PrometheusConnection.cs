using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace InferOps.Operator.Host.Prometheus;

/// <summary>The connections to Prometheus, made anew when the files that say whom to trust and what to present have changed.</summary>
internal sealed class PrometheusConnection(PrometheusOptions options) : IDisposable
{
    private HttpClient? _client;
    private TrustFiles? _files;

    /// <summary>The client for one round of queries; the next call may dispose it. One caller at a time.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A file does not hold what it should.</exception>
    public async Task<HttpClient> OpenAsync(CancellationToken cancellationToken)
    {
        // Read every time and not watched: they are small, and what is mounted from a Secret changes by links that watchers miss.
        var files = new TrustFiles(await ReadAsync(options.CaFile), await ReadAsync(options.CertificateFile), await ReadAsync(options.KeyFile));
        if (_client is not null && files == _files) return _client;
        var client = Connect(files);
        _client?.Dispose();
        (_client, _files) = (client, files);
        return client;

        async Task<string?> ReadAsync(string? file) => file is null ? null : await File.ReadAllTextAsync(file, cancellationToken);
    }

    public void Dispose() => _client?.Dispose();

    private static HttpClient Connect(TrustFiles files)
    {
        // A redirect would lose the query, and lead a token where nobody meant it to go.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (files.Authorities is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        }
        if (files is { Certificate: { } certificate, Key: { } key })
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificate);
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(certificate, key), chain, offline: true);
        }
        return new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>PEM texts; the key among them is never printed.</summary>
    private sealed record TrustFiles(string? Authorities, string? Certificate, string? Key)
    {
        public override string ToString() => nameof(TrustFiles);
    }
}
