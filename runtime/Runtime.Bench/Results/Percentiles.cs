namespace InferOps.Runtime.Bench.Results;

/// <summary>Exact percentiles of measured values, by nearest rank: a value that was really measured, never one between two.</summary>
public sealed class Percentiles
{
    private readonly double[] _sorted;

    public Percentiles(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public int Count => _sorted.Length;

    /// <summary>NaN without values.</summary>
    public double Mean => Count == 0 ? double.NaN : _sorted.Average();

    public double Max => Count == 0 ? double.NaN : _sorted[^1];

    /// <summary>The smallest value that at least <paramref name="percent"/> % of all do not exceed; NaN without values.</summary>
    public double At(double percent) => Count == 0 ? double.NaN : _sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * Count) - 1, 0, Count - 1)];
}
