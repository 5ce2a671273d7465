using System.Globalization;

namespace InferOps.Operator.Simulator.Reports;

/// <summary>A run minute by minute, as CSV.</summary>
internal static class OutcomeCsv
{
    public static void Write(TextWriter writer, Outcome outcome)
    {
        var pools = outcome.GpuHours.Keys.ToList();
        writer.Write($"seconds,requests_per_second,in_flight,ready,{string.Join(",", pools.Select(pool => $"replicas_{pool}"))},variable_cost,ttft_p95_seconds\n");
        foreach (var sample in outcome.Samples)
        {
            var replicas = string.Join(",", pools.Select(pool => sample.Replicas[pool]));
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{sample.At.TotalSeconds:0},{sample.RequestsPerSecond:0.###},{sample.InFlight},{sample.Ready},{replicas},{sample.VariableCost:0.####},{sample.TimeToFirstTokenP95:0.###}\n"));
        }
    }
}
