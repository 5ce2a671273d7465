namespace InferOps.Operator.Host.Prometheus;

/// <summary>How to reach Prometheus.</summary>
internal sealed record PrometheusOptions
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Base URL, ending in a slash.</summary>
    public required Uri Url { get; init; }

    /// <summary>Sent with every query: the tenant, where one Prometheus serves several.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = None;

    public string? BearerTokenFile { get; init; }

    /// <summary>PEM of the authorities to trust; null trusts the machine's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM of the certificate to present, followed by its intermediates; null presents none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM of its key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>One query may take this long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An answer larger than this is refused: some thirty thousand services.</summary>
    public const int MaxAnswerBytes = 8 << 20;

    public static PrometheusOptions Of(OperatorOptions options) => new()
    {
        Url = new(options.PrometheusUrl.TrimEnd('/') + '/'),
        Headers = options.PrometheusHeaders,
        BearerTokenFile = options.PrometheusTokenFile,
        CaFile = options.PrometheusCaFile,
        CertificateFile = options.PrometheusCertificateFile,
        KeyFile = options.PrometheusKeyFile,
    };
}
