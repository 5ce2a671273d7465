using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace k8s;

/// <summary>Builds the message handlers: connections, TLS and client certificates.</summary>
internal static class Transport
{
    public static HttpMessageHandler Create(KubernetesClientConfiguration config, DelegatingHandler[] handlers)
    {
        var sockets = new SocketsHttpHandler
        {
            // One watch per resource type lives on one connection; more requests than the server's stream limit need a second.
            EnableMultipleHttp2Connections = true,
            // A peer that vanished without a word is noticed: a watch would otherwise be silent for ever.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        };
        if (config.SkipTlsVerify) sockets.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        else if (config.SslCaCerts is { } authorities) sockets.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(authorities, certificate, errors);
        if (ClientCertificate(config) is { } client) sockets.SslOptions.ClientCertificates = [client];
        config.FirstMessageHandlerSetup?.Invoke(sockets);

        HttpMessageHandler outermost = sockets;
        foreach (var handler in handlers.Reverse())
        {
            handler.InnerHandler = outermost;
            outermost = handler;
        }

        return outermost;
    }

    /// <summary>Only the configured authorities count, also where the system would trust the certificate.</summary>
    private static bool IsTrusted(X509Certificate2Collection authorities, X509Certificate certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server) return false;
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(server);
    }

    private static X509Certificate2 ClientCertificate(KubernetesClientConfiguration config)
    {
        var certificate = Pem(config.ClientCertificateData, config.ClientCertificateFilePath);
        var key = Pem(config.ClientCertificateKeyData, config.ClientKeyFilePath);
        return certificate is null || key is null ? null : X509Certificate2.CreateFromPem(certificate, key);
    }

    private static string Pem(string base64, string path)
    {
        if (!string.IsNullOrEmpty(base64)) return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        return string.IsNullOrEmpty(path) ? null : File.ReadAllText(path);
    }
}
