using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferOps.LocalCluster.Pki;

/// <summary>A certificate authority that lives as long as one cluster: its server, its users, nothing else.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    private readonly TimeProvider clock;
    private readonly X509Certificate2 root;

    public CertificateAuthority(string name, TimeProvider clock)
    {
        this.clock = clock;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        root = request.CreateSelfSigned(NotBefore, NotBefore + Lifetime + Lifetime);
    }

    public string Pem => root.ExportCertificatePem();

    private DateTimeOffset NotBefore => clock.GetUtcNow() - TimeSpan.FromHours(1);

    /// <summary>A server certificate for addresses and names, with its key.</summary>
    public X509Certificate2 IssueServer(IEnumerable<IPAddress> addresses, IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var address in addresses.Distinct()) alternatives.AddIpAddress(address);
        foreach (var name in names) alternatives.AddDnsName(name);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(alternatives.Build());
        return Issue(request, key, "1.3.6.1.5.5.7.3.1");
    }

    /// <summary>A client certificate as Kubernetes reads it: the common name is the user, organisations are the groups.</summary>
    public ClientCredential IssueClient(string user, IEnumerable<string> groups)
    {
        var subject = new X500DistinguishedNameBuilder();
        foreach (var group in groups) subject.AddOrganizationName(group);
        subject.AddCommonName(user);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Issue(new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256), key, "1.3.6.1.5.5.7.3.2");
        return new ClientCredential(certificate.ExportCertificatePem(), key.ExportECPrivateKeyPem());
    }

    /// <summary>Whether this authority issued the certificate and it is valid now.</summary>
    public bool Issued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = clock.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    public void Dispose() => root.Dispose();

    private X509Certificate2 Issue(CertificateRequest request, ECDsa key, string purpose)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        using var issued = request.Create(root, NotBefore, NotBefore + Lifetime, RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}

/// <summary>A client certificate and its key, both PEM.</summary>
internal sealed record ClientCredential(string CertificatePem, string KeyPem);
