using System.ComponentModel.DataAnnotations;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>How admission webhooks are served, from <c>INFEROPS_WEBHOOK__…</c> or <c>--Webhook:…</c>.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Webhook";

    /// <summary>Port to serve at over TLS, at the address where everything else is served. Default: none, and no webhook.</summary>
    [Range(0, 65535)]
    public int? Port { get; set; }

    /// <summary>Name of the Service in the operator's namespace: what the certificate must name.</summary>
    [Required, MinLength(1)]
    public string Service { get; set; } = "inferops-webhook";

    /// <summary>The ValidatingWebhookConfiguration that is told whom to trust.</summary>
    [Required, MinLength(1)]
    public string Configuration { get; set; } = "inferops";

    /// <summary>A folder with <c>tls.crt</c> and <c>tls.key</c> that someone else keeps current (cert-manager). Default: the operator makes its own certificates.</summary>
    public string? CertificateFolder { get; set; }

    /// <summary>The Secret in the operator's namespace that holds the operator's own certificates.</summary>
    [Required, MinLength(1)]
    public string Secret { get; set; } = "inferops-webhook";

    /// <summary>Between two looks at the Secret or the folder.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(10);

    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan CertificateLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>A certificate is replaced this long before it expires.</summary>
    public TimeSpan CertificateRenewBefore { get; set; } = TimeSpan.FromDays(30);

    [Range(typeof(TimeSpan), "00:02:00", "3650.00:00:00")]
    public TimeSpan AuthorityLifetime { get; set; } = TimeSpan.FromDays(730);

    /// <summary>The next authority is introduced this long before the present one expires.</summary>
    public TimeSpan AuthorityRenewBefore { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long a new authority is trusted by the configuration before anything is signed by it: every API server has heard of it by then.</summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromMinutes(5);
}
