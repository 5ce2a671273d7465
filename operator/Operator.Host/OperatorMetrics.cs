using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Status;
using Prometheus;

namespace InferOps.Operator.Host;

/// <summary>Every metric of the operator itself. All exist from the start, so that a rate of zero can be told from a missing operator.</summary>
internal static class OperatorMetrics
{
    private static readonly Counter Reconciles = Metrics.CreateCounter("inferops_operator_reconciles_total", "Reconciles, by kind and result (success, failure).", "kind", "result");

    private static readonly Histogram ReconcileSeconds = Metrics.CreateHistogram(
        "inferops_operator_reconcile_seconds", "How long a reconcile took, by kind.",
        new HistogramConfiguration { LabelNames = ["kind"], Buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    private static readonly Counter Writes = Metrics.CreateCounter(
        "inferops_operator_writes_total", "Requests that change the cluster, by verb and kind. An unchanged fleet causes none.", "verb", "kind");

    private static readonly Counter PrometheusQuestions = Metrics.CreateCounter(
        "inferops_operator_prometheus_rounds_total", "Rounds of queries to Prometheus, by result (success, failure).", "result");

    private static readonly Counter Events = Metrics.CreateCounter(
        "inferops_operator_events_total", "What happened to services, by reason: decisions, placements, changes of conditions. Each change counts once.", "reason");

    private static readonly Gauge Leading = Metrics.CreateGauge("inferops_operator_leading", "1 while this replica of the operator acts, 0 while it stands by.");

    private static readonly Gauge CertificateExpiry = Metrics.CreateGauge(
        "inferops_webhook_certificate_expiry_timestamp_seconds", "When the certificate that admission webhooks are served with expires, as a Unix time; absent while none is served.",
        new GaugeConfiguration { SuppressInitialValue = true });

    private static readonly Counter Verdicts = Metrics.CreateCounter(
        "inferops_webhook_decisions_total", "Writes that were put before the webhooks, by kind, operation (create, update, delete) and decision (allowed, warned, denied).", "kind", "operation", "decision");

    /// <summary>Those that rules and dashboards ask for.</summary>
    private static readonly string[] Reasons =
    [
        ScalingReasons.ScaledUp, ScalingReasons.ScaledDown, ScalingReasons.ScaledToZero, EventReasons.Placed, EventReasons.Moved, EventReasons.PlacementFailed,
        EventReasons.MetricsLost, EventReasons.MetricsRecovered, EventReasons.BecameReady, EventReasons.BecameUnready, EventReasons.Stalled,
    ];

    public static void Leads(bool leads) => Leading.Set(leads ? 1 : 0);

    public static void Serves(DateTimeOffset until) => CertificateExpiry.Set(until.ToUnixTimeSeconds());

    public static void Judged(string kind, string operation, string decision) => Verdicts.WithLabels(kind, operation, decision).Inc();

    public static void Happened(string reason) => Events.WithLabels(reason).Inc();

    public static void Reconciled(string kind, bool success, TimeSpan took)
    {
        Reconciles.WithLabels(kind, success ? "success" : "failure").Inc();
        ReconcileSeconds.WithLabels(kind).Observe(took.TotalSeconds);
    }

    public static void Wrote(string verb, string kind) => Writes.WithLabels(verb, kind).Inc();

    public static void AskedPrometheus(bool success) => PrometheusQuestions.WithLabels(success ? "success" : "failure").Inc();

    /// <summary>Makes the series whose labels are known beforehand.</summary>
    public static void Begin(params IEnumerable<string> kinds)
    {
        foreach (var kind in kinds)
        {
            foreach (var result in new[] { "success", "failure" }) Reconciles.WithLabels(kind, result);
            ReconcileSeconds.WithLabels(kind);
        }
        foreach (var reason in Reasons) Events.WithLabels(reason);
        foreach (var result in new[] { "success", "failure" }) PrometheusQuestions.WithLabels(result);
    }
}
