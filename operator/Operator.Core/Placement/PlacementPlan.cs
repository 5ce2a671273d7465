using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>How many replicas of one service go where, and why not elsewhere.</summary>
public sealed record PlacementPlan
{
    /// <summary>Pools that get replicas, in the order they were filled. Pools with none are absent.</summary>
    public required IReadOnlyList<PoolAllocation> Allocations { get; init; }

    public required IReadOnlyList<RejectedPool> Rejected { get; init; }

    /// <summary>Replicas of speed 1 asked for that no permitted pool has room for.</summary>
    public required int Shortfall { get; init; }

    /// <summary>What the next placement must know.</summary>
    public PlacementMemory Memory { get; init; } = PlacementMemory.Empty;

    /// <summary>When to plan again although nothing changed; null: no need to.</summary>
    public DateTimeOffset? PlanAgain { get; init; }

    public int Replicas => Allocations.Sum(allocation => allocation.Replicas);
}

/// <summary>Replicas on one pool and what one of them costs. Money per replica and hour in the pool's currency.</summary>
public sealed record PoolAllocation
{
    public required string Pool { get; init; }

    public required PoolType Type { get; init; }

    public required int Replicas { get; init; }

    /// <summary>Of these, the ones that demand does not need.</summary>
    public int Spare { get; init; }

    /// <summary>What a GPU more costs an hour on the best other pool with room than here; null: there is no other, and leaving costs the replica.</summary>
    public decimal? Regret { get; init; }

    /// <summary>Of these, the ones that only bridge until a cheaper and slower pool answers.</summary>
    public int Bridging { get; init; }

    /// <summary>Replicas of the service that the pool has room for, these included; null: unknown.</summary>
    public int? Room { get; init; }

    /// <summary>What a replica adds to the bill: what placement minimises. The mean, where some of the replicas lie beyond the commitment.</summary>
    public required decimal MarginalCost { get; init; }

    /// <summary>What a replica costs with everything paid for counted in: what reports show.</summary>
    public required decimal FullCost { get; init; }

    /// <summary>The cheapest permitted cloud pool's price for the same replica; null where no cloud pool is known.</summary>
    public decimal? CloudCost { get; init; }
}
