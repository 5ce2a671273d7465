using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace InferOps.Operator.Host.Certificates;

/// <summary>The certificate that new connections get. Connections that exist keep theirs.</summary>
internal sealed class ServingCertificate
{
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);
    private volatile SslStreamCertificateContext? current;

    /// <summary>False: nothing can be served yet, and every handshake fails.</summary>
    public bool IsLoaded => current is not null;

    /// <summary>
    /// True until the first look for one is over. Whether it was found is not asked: where none exists yet, it is for the leader to make, and the leader may be
    /// a pod that only goes when this one is ready.
    /// </summary>
    public bool IsPending { get; private set; } = true;

    public void Looked() => IsPending = false;

    /// <summary>How long to wait before the next look: as long as nothing is served, everybody waits for the first.</summary>
    public TimeSpan Wait(TimeSpan poll) => IsLoaded || poll < Impatience ? poll : Impatience;

    /// <exception cref="AuthenticationException">There is none yet.</exception>
    public SslStreamCertificateContext Current => current ?? throw new AuthenticationException("There is no certificate yet.");

    /// <param name="certificatePem">The certificate, and after it those that lead to its authority.</param>
    /// <param name="keyPem">Its private key.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">They are no certificate and key, or not of one pair.</exception>
    public void Use(string certificatePem, string keyPem)
    {
        var certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificatePem);
        chain.RemoveAt(0);
        current = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        OperatorMetrics.Serves(certificate.NotAfter.ToUniversalTime());
    }
}
