namespace InferOps.Operator.Core.Desired;

/// <summary>How models are reached over the network: a registry or a store of one's own often has another port than HTTPS, and sometimes no TLS.</summary>
internal static class PullPorts
{
    private const int Https = 443;
    private const string EndpointKey = "endpoint=";

    /// <summary>The ports beside 443, which is always open; sorted.</summary>
    public static IReadOnlyList<int> Of(IEnumerable<string> uris) =>
        [.. uris.Select(Host).OfType<Uri>().Select(host => host.Port).Where(port => port > 0 && port != Https).Distinct().Order()];

    public static bool IsPlainHttp(string uri) => Host(uri)?.Scheme == Uri.UriSchemeHttp;

    /// <returns>The URL of the host; null: none is known from the address alone.</returns>
    private static Uri? Host(string uri)
    {
        if (uri.Split("://", 2) is not [var scheme, var rest]) return null;
        var url = scheme switch
        {
            "https" => uri,
            "oci" => "https://" + rest.Split('/')[0],
            "s3" => Endpoint(rest) is { } endpoint ? (endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : "https://" + endpoint) : null,
            _ => null,
        };
        return Uri.TryCreate(url, UriKind.Absolute, out var host) ? host : null;
    }

    /// <summary>Of <c>bucket/key?endpoint=https://host:9000&amp;region=name</c>.</summary>
    private static string? Endpoint(string rest) => rest.Split('?', 2) is [_, var query]
        ? query.Split('&').Where(pair => pair.StartsWith(EndpointKey, StringComparison.Ordinal)).Select(pair => pair[EndpointKey.Length..]).FirstOrDefault()
        : null;
}
