namespace InferOps.Operator.Core.Demand;

/// <summary>The closed set of reasons for which the number of replicas is held. They appear as reasons of <c>MetricsAvailable</c>.</summary>
public static class HoldReasons
{
    public const string NoReadyReplicas = "NoReadyReplicas";
    public const string MetricsStarting = "MetricsStarting";
    public const string PrometheusUnavailable = "PrometheusUnavailable";
    public const string MetricsMissing = "MetricsMissing";
    public const string MetricsStale = "MetricsStale";
    public const string MetricsInvalid = "MetricsInvalid";

    /// <summary>Metrics are fine; what one replica can do is neither declared nor learned yet.</summary>
    public const string CapacityUnknown = "CapacityUnknown";

    /// <summary>True for reasons that pass by themselves while a service starts.</summary>
    public static bool IsStarting(string reason) => reason is NoReadyReplicas or MetricsStarting;
}
