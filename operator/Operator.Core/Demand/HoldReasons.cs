namespace InferOps.Operator.Core.Demand;

/// <summary>The closed set of reasons for which the number of replicas is held. They appear as reasons of <c>MetricsAvailable</c>.</summary>
public static class HoldReasons
{
    public const string NoReadyReplicas = "NoReadyReplicas";
    public const string MetricsStarting = "MetricsStarting";

    /// <summary>No connection, or an error of the server.</summary>
    public const string PrometheusUnavailable = "PrometheusUnavailable";
    public const string PrometheusTooSlow = "PrometheusTooSlow";
    public const string PrometheusRefuses = "PrometheusRefuses";
    public const string PrometheusRedirects = "PrometheusRedirects";
    public const string PrometheusQueryFailed = "PrometheusQueryFailed";
    public const string AnswerTooLarge = "AnswerTooLarge";
    public const string AnswerCutOff = "AnswerCutOff";

    /// <summary>It is not what Prometheus answers: a sign-in page, or another kind of result.</summary>
    public const string AnswerUnreadable = "AnswerUnreadable";

    public const string MetricsMissing = "MetricsMissing";
    public const string MetricsStale = "MetricsStale";
    public const string MetricsFromTheFuture = "MetricsFromTheFuture";
    public const string MetricsNotANumber = "MetricsNotANumber";
    public const string MetricsInfinite = "MetricsInfinite";
    public const string MetricsNegative = "MetricsNegative";
    public const string MetricsDuplicated = "MetricsDuplicated";

    /// <summary>Metrics are fine; what one replica can do is neither declared nor learned yet.</summary>
    public const string CapacityUnknown = "CapacityUnknown";

    /// <summary>True for reasons that pass by themselves while a service starts.</summary>
    public static bool IsStarting(string reason) => reason is NoReadyReplicas or MetricsStarting;
}
