using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace InferOps.StandIns.Tests.Kubernetes;

/// <summary>A certificate authority that lives for one test.</summary>
internal sealed class Authority : IDisposable
{
    private readonly X509Certificate2 root;

    public Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root = request.CreateSelfSigned(From, Until);
    }

    public string Pem => root.ExportCertificatePem();

    private static DateTimeOffset From => TimeProvider.System.GetUtcNow().AddMinutes(-5);

    private static DateTimeOffset Until => TimeProvider.System.GetUtcNow().AddHours(1);

    public X509Certificate2 ServerCertificate(string dnsName = "localhost", bool loopback = true)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        if (loopback) names.AddIpAddress(IPAddress.Loopback);
        return Issue("CN=server", names);
    }

    /// <returns>Certificate and key as PEM.</returns>
    public (string Certificate, string Key) Client(string subject)
    {
        using var certificate = Issue(subject, null);
        return (certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose() => root.Dispose();

    private X509Certificate2 Issue(string subject, SubjectAlternativeNameBuilder? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null) request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(root, From, Until.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }
}
