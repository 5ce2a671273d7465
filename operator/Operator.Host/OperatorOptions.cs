using System.ComponentModel.DataAnnotations;

namespace InferOps.Operator.Host;

/// <summary>Settings, from the environment (<c>INFEROPS_…</c>) or the command line (<c>--…</c>); checked at start.</summary>
internal sealed class OperatorOptions : IValidatableObject
{
    /// <summary>Base URL of Prometheus or of anything that speaks its HTTP API.</summary>
    [Required, Url]
    public string PrometheusUrl { get; set; } = "http://prometheus-operated.monitoring.svc:9090";

    /// <summary>A file whose content is sent to Prometheus as bearer token. Default: none is sent.</summary>
    public string? PrometheusTokenFile { get; set; }

    /// <summary>Headers sent to Prometheus, e.g. <c>INFEROPS_PROMETHEUSHEADERS__THANOS-TENANT</c>.</summary>
    public Dictionary<string, string> PrometheusHeaders { get; set; } = [];

    /// <summary>PEM file of the authorities that Prometheus' certificate is verified with. Default: the machine's.</summary>
    public string? PrometheusCaFile { get; set; }

    /// <summary>PEM file of the certificate to present to Prometheus. Default: none is presented.</summary>
    public string? PrometheusCertificateFile { get; set; }

    /// <summary>PEM file of that certificate's key.</summary>
    public string? PrometheusKeyFile { get; set; }

    /// <summary>Seconds between two scrapes of a replica; what counts as stale follows from it.</summary>
    [Range(1, 300)]
    public int ScrapeIntervalSeconds { get; set; } = 15;

    /// <summary>Seconds that rates are taken over; at least four scrapes.</summary>
    [Range(4, 3600)]
    public int RateWindowSeconds { get; set; } = 60;

    /// <summary>Seconds between two scaling decisions. Default: the scrape interval.</summary>
    [Range(1, 300)]
    public int? DecisionIntervalSeconds { get; set; }

    /// <summary>Image of the InferOps runtime, which also pulls and inspects models for other engines.</summary>
    [Required, MinLength(1)]
    public string RuntimeImage { get; set; } = "ghcr.io/inferops/runtime:0.1.0";

    /// <summary>The only namespaces to read and write in, e.g. <c>INFEROPS_WATCHNAMESPACES__0</c>. Default: all.</summary>
    public List<string> WatchNamespaces { get; set; } = [];

    /// <summary>Where <c>/metrics</c>, <c>/healthz</c> and <c>/readyz</c> are served.</summary>
    [Required]
    public string Listen { get; set; } = "http://0.0.0.0:8081";

    /// <summary>False: no Lease is taken. For one operator at a time on a developer's machine.</summary>
    public bool LeaderElection { get; set; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((PrometheusCertificateFile is null) != (PrometheusKeyFile is null))
            yield return new($"{nameof(PrometheusCertificateFile)} and {nameof(PrometheusKeyFile)} are needed together.");
        using var request = new HttpRequestMessage();
        foreach (var (name, value) in PrometheusHeaders)
            if (!request.Headers.TryAddWithoutValidation(name, value)) yield return new($"{nameof(PrometheusHeaders)}: {name} is no header of a request.");
    }
}
