using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace InferOps.LocalCluster.Client;

/// <summary>Makes the HTTP client of one kubeconfig: its certificate authority alone is trusted, its user presented.</summary>
internal static class KubeTransport
{
    public static HttpClient Connect(Kubeconfig config, string userAgent)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(30), MaxConnectionsPerServer = 512 };
        handler.SslOptions.RemoteCertificateValidationCallback = Verification(config);
        if (config.ClientCertificate() is { } certificate) handler.SslOptions.ClientCertificates = [certificate];
        var client = new HttpClient(handler) { BaseAddress = config.Server, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        if (config.Token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", config.Token);
        return client;
    }

    private static RemoteCertificateValidationCallback? Verification(Kubeconfig config)
    {
        if (config.AuthorityPem is null) return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(config.AuthorityPem);
        return (_, certificate, _, errors) =>
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(new X509Certificate2(certificate));
        };
    }
}
