namespace InferOps.Operator.Simulator.Rules;

/// <summary>The algorithm of Kubernetes' HorizontalPodAutoscaler for one service and an averaged metric.</summary>
/// <remarks>
/// <code>
/// desired = ceil(total / target)            unless total / (target × replicas) is within a tenth of 1; the largest over several metrics
/// down    = the largest recommendation of the stabilisation window
/// up      = at most the larger of <paramref name="behavior"/>'s pods and its share of the replicas, per period
/// </code>
/// Source: kubernetes.io, "Horizontal Pod Autoscaling", algorithm details and default behavior. Replicas that start count as replicas, with the metric 0.
/// </remarks>
internal sealed class HorizontalScaling(HorizontalBehavior behavior)
{
    private const double Tolerance = 0.1;
    private readonly List<(double At, int Replicas)> _recommendations = [];
    private readonly List<(double At, int Delta)> _changes = [];

    /// <param name="now">Seconds.</param>
    /// <param name="replicas">Replicas there are, ready or not.</param>
    /// <param name="metrics">Sum over all replicas, and the target per replica.</param>
    public int Decide(double now, int replicas, params ReadOnlySpan<(double Total, double Target)> metrics)
    {
        var desired = 0;
        foreach (var (total, target) in metrics)
        {
            var ratio = total / (target * Math.Max(1, replicas));
            desired = Math.Max(desired, Math.Abs(ratio - 1) <= Tolerance ? replicas : (int)Math.Ceiling(total / target));
        }

        if (_recommendations.Count == 0) _recommendations.Add((now, replicas));
        _recommendations.RemoveAll(recommendation => now - recommendation.At > behavior.DownWindowSeconds);
        _recommendations.Add((now, desired));
        if (desired < replicas) desired = Math.Min(replicas, _recommendations.Max(recommendation => recommendation.Replicas));
        desired = Limit(now, replicas, desired);
        if (desired != replicas) _changes.Add((now, desired - replicas));
        return desired;
    }

    private int Limit(double now, int replicas, int desired)
    {
        _changes.RemoveAll(change => now - change.At >= behavior.PeriodSeconds);
        var added = _changes.Sum(change => Math.Max(0, change.Delta));
        var removed = _changes.Sum(change => Math.Max(0, -change.Delta));
        var most = replicas - added + Math.Max(behavior.UpPods, (int)(behavior.UpShare * (replicas - added)));
        var fewest = replicas + removed - Math.Max(behavior.DownPods, (int)(behavior.DownShare * (replicas + removed)));
        return Math.Clamp(desired, Math.Min(fewest, replicas), Math.Max(most, replicas));
    }
}

/// <summary>Limits of a HorizontalPodAutoscaler. The defaults are Kubernetes' own.</summary>
internal sealed record HorizontalBehavior
{
    public double DownWindowSeconds { get; init; } = 300;

    public double PeriodSeconds { get; init; } = 15;

    public int UpPods { get; init; } = 4;

    public double UpShare { get; init; } = 1;

    public int DownPods { get; init; }

    public double DownShare { get; init; } = 1;
}
