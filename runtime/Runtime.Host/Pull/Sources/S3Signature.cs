using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>What a signature is made over, besides the request. Times in UTC.</summary>
internal sealed record S3SigningScope(string Region, string Service, DateTimeOffset Time)
{
    public string Date => Time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public string Timestamp => Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public string Text => $"{Date}/{Region}/{Service}/aws4_request";
}

/// <summary>AWS Signature Version 4 of requests without a body.</summary>
/// <remarks>Source: "Authenticating Requests: Using the Authorization Header", Amazon S3 API Reference, whose examples are this file's tests.</remarks>
internal static class S3Signature
{
    /// <summary>SHA-256 of nothing.</summary>
    public const string EmptyBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="url">Its path and query are signed as they are written, so they must be percent-encoded as AWS wants it (<see cref="Encode"/>).</param>
    /// <param name="headers">The headers to sign beside the host, by lower-case name.</param>
    public static string Authorization(Uri url, IReadOnlyDictionary<string, string> headers, S3Credentials credentials, S3SigningScope scope)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}" };
        foreach (var (name, value) in headers) signed[name] = value.Trim();
        var names = string.Join(';', signed.Keys);
        var canonical = string.Join('\n',
        [
            "GET", url.AbsolutePath, CanonicalQuery(url.Query), .. signed.Select(header => $"{header.Key}:{header.Value}"), "", names, signed.GetValueOrDefault("x-amz-content-sha256", EmptyBody),
        ]);
        var toSign = string.Join('\n', Algorithm, scope.Timestamp, scope.Text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key(credentials, scope), Encoding.UTF8.GetBytes(toSign)));
        return $"{Algorithm} Credential={credentials.AccessKeyId}/{scope.Text}, SignedHeaders={names}, Signature={signature}";
    }

    /// <summary>Percent-encodes everything but letters, digits, <c>- . _ ~</c> and the slashes between a key's parts.</summary>
    public static string Encode(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));

    private static string CanonicalQuery(string query) => string.Join('&', query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=")
        .Order(StringComparer.Ordinal));

    /// <summary>The secret is folded with date, region and service, so that a leaked signing key opens little.</summary>
    private static byte[] Key(S3Credentials credentials, S3SigningScope scope)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey);
        foreach (var part in new[] { scope.Date, scope.Region, scope.Service, "aws4_request" }) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return key;
    }
}
