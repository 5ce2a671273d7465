namespace InferOps.Operator.Simulator.Metrics;

/// <summary>Times to first token as Prometheus knows them: counted in the buckets that the runtime exports, with percentiles interpolated within one.</summary>
internal static class LatencyBuckets
{
    private static readonly double[] Bounds = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>One bucket more than bounds: what is above the last.</summary>
    public static double[] Empty() => new double[Bounds.Length + 1];

    public static void Count(double[] buckets, double seconds)
    {
        var bucket = Array.FindIndex(Bounds, bound => seconds <= bound);
        buckets[bucket < 0 ? Bounds.Length : bucket]++;
    }

    /// <summary>As <c>histogram_quantile</c> computes it: above the last bound it is that bound. Null without any observation.</summary>
    public static double? Quantile(double share, IReadOnlyList<double> buckets)
    {
        var rank = share * buckets.Sum();
        if (rank == 0) return null;
        var below = 0.0;
        for (var bucket = 0; bucket < Bounds.Length; bucket++)
        {
            if (below + buckets[bucket] < rank)
            {
                below += buckets[bucket];
                continue;
            }

            var lower = bucket == 0 ? 0 : Bounds[bucket - 1];
            return lower + ((Bounds[bucket] - lower) * (rank - below) / buckets[bucket]);
        }

        return Bounds[^1];
    }
}
