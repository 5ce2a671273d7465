namespace Prometheus;

public enum ExpositionFormat
{
    PrometheusText,
    OpenMetricsText,
}

public abstract class MetricConfiguration
{
    protected MetricConfiguration()
    {
    }

    /// <summary>Exports the series only after its first value.</summary>
    public bool SuppressInitialValue { get; set; }

    public string[]? LabelNames { get; set; }
}

public sealed class CounterConfiguration : MetricConfiguration;

public sealed class GaugeConfiguration : MetricConfiguration;

public sealed class HistogramConfiguration : MetricConfiguration
{
    /// <summary>Upper bounds, increasing; +Inf is added.</summary>
    public double[]? Buckets { get; set; }
}
