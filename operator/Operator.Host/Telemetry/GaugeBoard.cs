using InferOps.Operator.Core.Telemetry;
using Prometheus;

namespace InferOps.Operator.Host.Telemetry;

/// <summary>Gauges that show one set of series at a time: the next set takes away what it does not hold.</summary>
internal sealed class GaugeBoard
{
    private readonly Dictionary<string, Gauge> gauges;
    private readonly Lock gate = new();
    private HashSet<(Gauge, LabelValues)> shown = [];

    public GaugeBoard(MetricFactory make, IEnumerable<FleetMetric> metrics) =>
        gauges = metrics.ToDictionary(metric => metric.Name, metric => make.CreateGauge(metric.Name, metric.Help, [.. metric.Labels]), StringComparer.Ordinal);

    public void Show(IEnumerable<FleetSample> samples)
    {
        lock (gate)
        {
            var present = new HashSet<(Gauge, LabelValues)>();
            foreach (var sample in samples)
            {
                var gauge = gauges[sample.Metric.Name];
                string[] labels = [.. sample.Labels];
                gauge.WithLabels(labels).Set(sample.Value);
                present.Add((gauge, new(labels)));
            }
            shown.ExceptWith(present);
            foreach (var (gauge, labels) in shown) gauge.RemoveLabelled(labels.Values);
            shown = present;
        }
    }

    private readonly record struct LabelValues(string[] Values)
    {
        public bool Equals(LabelValues other) => Values.AsSpan().SequenceEqual(other.Values);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var value in Values) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
