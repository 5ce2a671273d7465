using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using InferOps.Operator.Host.Webhooks;

namespace InferOps.Operator.Host.Certificates;

/// <summary>Makes authorities and certificates: P-256, signed with SHA-256.</summary>
internal sealed class CertificateIssuer(WebhookOptions options)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Clocks of API servers may be a little behind.</summary>
    public static readonly TimeSpan Backdated = TimeSpan.FromMinutes(5);

    /// <summary>The first authority, and a certificate signed by it.</summary>
    /// <param name="host">The name that the certificate is for: <c>SERVICE.NAMESPACE.svc</c>.</param>
    public CertificateSet Begin(string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority(key, now);
        return Issue(new($"{authority.ExportCertificatePem()}\n", key.ExportPkcs8PrivateKeyPem(), "", ""), host, now);
    }

    /// <summary>One more authority to trust. Nothing is signed by it yet, and the one before the last is no longer trusted.</summary>
    public CertificateSet Introduce(CertificateSet set, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority(key, now);
        using var last = set.Newest();
        return set with { Authorities = $"{last.ExportCertificatePem()}\n{authority.ExportCertificatePem()}\n", AuthorityKey = key.ExportPkcs8PrivateKeyPem() };
    }

    /// <summary>A new certificate and key, signed by the newest authority.</summary>
    public CertificateSet Issue(CertificateSet set, string host, DateTimeOffset now)
    {
        using var authority = set.Newest();
        using var authorityKey = ECDsa.Create();
        authorityKey.ImportFromPem(set.AuthorityKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // The name goes into the alternative names, the only place where it counts; a common name has room for 64 characters.
        var request = new CertificateRequest("CN=inferops-webhook", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signed = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), From(authority, now), Until(authority, now + options.CertificateLifetime), RandomNumberGenerator.GetBytes(16));
        return set with { Certificate = signed.ExportCertificatePem(), Key = key.ExportPkcs8PrivateKeyPem() };
    }

    /// <summary>Each has a name of its own, so that a verifier never takes one for the other.</summary>
    private X509Certificate2 Authority(ECDsa key, DateTimeOffset now)
    {
        var serial = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest(string.Create(CultureInfo.InvariantCulture, $"CN=inferops-webhook-ca-{now:yyyyMMddHHmmss}-{serial}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now - Backdated, now + options.AuthorityLifetime);
    }

    /// <summary>A certificate is never valid when its authority is not.</summary>
    private static DateTimeOffset From(X509Certificate2 authority, DateTimeOffset now) => Later(authority.NotBefore, now - Backdated);

    private static DateTimeOffset Until(X509Certificate2 authority, DateTimeOffset wanted) => wanted < authority.NotAfter ? wanted : authority.NotAfter;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
