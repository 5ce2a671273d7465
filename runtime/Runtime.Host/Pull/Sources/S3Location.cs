using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>What <c>s3://bucket/key?endpoint=…&amp;region=…</c> says.</summary>
/// <param name="Key">Decoded.</param>
/// <param name="Endpoint">The store, if it is not AWS itself; its buckets are in the path then.</param>
/// <param name="Region">Null: not known; AWS tells when asked in the wrong one.</param>
internal sealed record S3Location(string Bucket, string Key, Uri? Endpoint, string? Region)
{
    private const string DefaultRegion = "us-east-1";
    private const string Form = "write s3://bucket/key, or s3://bucket/key?endpoint=https://host&region=name";

    /// <exception cref="PullException">The address names no object.</exception>
    public static S3Location Parse(string rest, S3Settings settings)
    {
        var (path, query) = rest.Split('?', 2) is [var before, var after] ? (before, after) : (rest, "");
        if (path.Split('/', 2) is not [{ Length: > 0 } bucket, { Length: > 0 } key]) throw PullException.Unsupported($"\"s3://{path}\" names no object; {Form}");
        var (endpoint, region) = (settings.Endpoint, settings.Region);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (pair.Split('=', 2))
            {
                case ["endpoint", { Length: > 0 } value]: endpoint = value; break;
                case ["region", { Length: > 0 } value]: region = value; break;
                default: throw PullException.Unsupported($"\"s3://{path}\" is followed by something else than endpoint= and region=; {Form}");
            }
        }

        return new S3Location(bucket, Uri.UnescapeDataString(key), endpoint is null ? null : ParseEndpoint(endpoint), region);
    }

    public string SigningRegion => Region ?? DefaultRegion;

    /// <summary>A bucket with dots or capitals cannot be part of a host name that a certificate covers, and stands in the path instead.</summary>
    public Uri Url()
    {
        var key = S3Signature.Encode(Key);
        if (Endpoint is not null) return Exact($"{Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{Bucket}/{key}");
        var host = $"s3.{SigningRegion}.amazonaws.com{(SigningRegion.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}";
        var isHostName = Bucket.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
        return Exact(isHostName ? $"https://{Bucket}.{host}/{key}" : $"https://{host}/{Bucket}/{key}");
    }

    /// <summary>A dot or an escape that .NET would tidy up belongs to the key, and to what is signed.</summary>
    private static Uri Exact(string url) => new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static Uri ParseEndpoint(string text) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0
            ? url
            : throw PullException.Unsupported($"\"{text}\" is not the endpoint of an S3-compatible store; write endpoint=https://host");
}

/// <summary>What the environment says about the store; the address itself may say more.</summary>
internal sealed record S3Settings(S3Credentials? Credentials, string? Endpoint, string? Region)
{
    public static S3Settings None { get; } = new(null, null, null);
}
