using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Scaling;

/// <summary>The scaling rules of one service, every default resolved.</summary>
public sealed record ScalingPolicy
{
    public ScalingMode Mode { get; init; } = ScalingMode.Auto;

    public bool Suspended { get; init; }

    /// <summary>The number of replicas with <see cref="ScalingMode.Off"/>.</summary>
    public int FixedReplicas { get; init; } = 1;

    public int MinReplicas { get; init; } = 1;

    public int MaxReplicas { get; init; } = 4;

    /// <summary>Share of capacity above which replicas are added.</summary>
    public double TargetUtilization { get; init; } = 0.85;

    /// <summary>Share of capacity below which replicas are removed: far enough under the target that one step cannot undo the other.</summary>
    public double RemoveBelow => Math.Max(TargetUtilization - 0.15, 0.05);

    public RateLimit Up { get; init; } = new(TimeSpan.Zero, null, TimeSpan.FromSeconds(60));

    public RateLimit Down { get; init; } = new(TimeSpan.FromMinutes(5), 1, TimeSpan.FromSeconds(60));

    /// <summary>How long without a request before the last replica goes. Null: the last replica stays.</summary>
    public TimeSpan? IdleAfter { get; init; }
}

/// <summary>How fast one direction may go.</summary>
/// <param name="Window">The most cautious recommendation of this long is used.</param>
/// <param name="MaxPerPeriod">At most this many replicas in a period; null: the larger of 4 and 100 %.</param>
/// <param name="Period">What <paramref name="MaxPerPeriod"/> counts over.</param>
public sealed record RateLimit(TimeSpan Window, int? MaxPerPeriod, TimeSpan Period);
