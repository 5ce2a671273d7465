namespace InferOps.Operator.Core.Telemetry;

/// <summary>The labels that every series of one object begins with.</summary>
internal readonly record struct Scope(IReadOnlyList<string> Labels)
{
    public FleetSample Sample(FleetMetric metric, double value, params IEnumerable<string> further) => new(metric, [.. Labels, .. further], value);
}
