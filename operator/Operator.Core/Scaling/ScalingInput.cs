using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Scaling;

/// <summary>Everything one scaling decision depends on, at one moment.</summary>
public sealed record ScalingInput
{
    public required DateTimeOffset Now { get; init; }

    public required EffectiveScaling Policy { get; init; }

    public bool Suspended { get; init; }

    public required Supply Supply { get; init; }

    public required DemandEstimate Demand { get; init; }

    public required ScalingMemory Memory { get; init; }

    /// <summary>Share of capacity above which replicas are added, wherever they must be paid for.</summary>
    internal double AddAbove => Math.Min(Policy.TargetUtilization, Math.Max(Memory.Usable.Share, UsableShare.LeastRented));

    /// <summary>Share of capacity below which replicas are removed: far enough under the target that one step cannot undo the other.</summary>
    internal double RemoveBelow => AddAbove - 0.10;
}

/// <summary>What there is to meet demand with, in replicas of unit speed.</summary>
public sealed record Supply
{
    /// <summary>Replicas last decided on (<c>status.desiredReplicas</c>), placed or not. Null: nothing was ever decided.</summary>
    public int? Current { get; init; }

    public int Ready { get; init; }

    /// <summary>Replicas that start and are not late: they will help soon, so they count.</summary>
    public int Pending { get; init; }

    /// <summary>Replicas that should have been ready by now; placement looks for another pool, and they do not count.</summary>
    public int Late { get; init; }

    public bool RolloutInProgress { get; init; }

    /// <summary>A replica is late after one and a half times the lead time of its pool.</summary>
    public static bool IsLate(TimeSpan age, TimeSpan leadTime) => age > 1.5 * leadTime;
}
