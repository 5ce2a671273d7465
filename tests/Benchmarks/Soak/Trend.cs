namespace InferOps.Benchmarks.Soak;

/// <summary>Whether a measured quantity grows.</summary>
internal static class Trend
{
    /// <summary>
    /// How much the line of least squares through (time, value) rises from the first to the last time, as a share of the mean: Σ(t−t̄)(v−v̄)/Σ(t−t̄)² · span / v̄.
    /// Ups and downs that cancel out, as a collector makes them, do not count.
    /// </summary>
    public static double Drift(IReadOnlyList<(double At, double Value)> samples)
    {
        if (samples.Count < 2) return double.NaN;
        var (meanAt, mean) = (samples.Average(sample => sample.At), samples.Average(sample => sample.Value));
        var slope = samples.Sum(sample => (sample.At - meanAt) * (sample.Value - mean)) / samples.Sum(sample => (sample.At - meanAt) * (sample.At - meanAt));
        return slope * (samples[^1].At - samples[0].At) / mean;
    }
}
