using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.Operator.Host.Certificates;

/// <summary>What the operator's Secret holds. All texts are PEM.</summary>
/// <param name="Authorities">Whom to trust: the newest last, and before it the one that it replaces.</param>
/// <param name="AuthorityKey">Private key of the newest authority.</param>
/// <param name="Certificate">The certificate that is served.</param>
/// <param name="Key">Its private key.</param>
internal sealed record CertificateSet(string Authorities, string AuthorityKey, string Certificate, string Key)
{
    /// <summary>Keys of the Secret, as <c>kubernetes.io/tls</c> names them.</summary>
    public const string CertificateKey = "tls.crt";
    public const string PrivateKey = "tls.key";
    private const string AuthoritiesKey = "ca.crt";
    private const string AuthorityPrivateKey = "ca.key";

    /// <summary>Never the keys: this must be harmless wherever it is printed.</summary>
    public override string ToString() => "certificates";

    /// <returns>Null where the Secret is empty, incomplete or damaged: it is then filled anew.</returns>
    public static CertificateSet? Read(IReadOnlyDictionary<string, JsonElement> body)
    {
        if (!body.TryGetValue("data", out var data) || data.ValueKind != JsonValueKind.Object) return null;
        try
        {
            var set = new CertificateSet(Text(data, AuthoritiesKey), Text(data, AuthorityPrivateKey), Text(data, CertificateKey), Text(data, PrivateKey));
            // Whatever is wrong with them shows here and not in the middle of a rotation.
            using var newest = set.Newest();
            using var key = ECDsa.Create();
            key.ImportFromPem(set.AuthorityKey);
            using var served = X509Certificate2.CreateFromPem(set.Certificate, set.Key);
            return newest.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()) ? set : null;
        }
        catch (Exception damaged) when (damaged is CryptographicException or ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    public JsonObject ToData() => new()
    {
        [AuthoritiesKey] = Encode(Authorities),
        [AuthorityPrivateKey] = Encode(AuthorityKey),
        [CertificateKey] = Encode(Certificate),
        [PrivateKey] = Encode(Key),
    };

    /// <summary>The authority that signs.</summary>
    public X509Certificate2 Newest() => Trusted()[^1];

    /// <exception cref="CryptographicException">There is none.</exception>
    public X509Certificate2Collection Trusted()
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPem(Authorities);
        return trusted.Count > 0 ? trusted : throw new CryptographicException("No authority.");
    }

    private static string Text(JsonElement data, string key) => Encoding.UTF8.GetString(data.GetProperty(key).GetBytesFromBase64());

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
