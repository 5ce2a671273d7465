namespace InferOps.Operator.Core.Placement.Filling;

/// <summary>
/// How many replicas to take from each lot:
/// <code>
/// Σ speed·n ≥ Required,  Min ≤ n ≤ Max,  Σ over spot speed·n ≤ SpotLimit,  Σ marginal·n ≤ Budget
/// </code>
/// Where Required cannot be reached, as much of it as can be.
/// </summary>
/// <param name="Lots">In order of preference: what is otherwise equal goes to the earlier lot.</param>
/// <param name="Required">In replicas of speed 1.</param>
/// <param name="SpotLimit">Null: no limit.</param>
/// <param name="Budget">Money per hour; null: no limit.</param>
internal sealed record FillProblem(IReadOnlyList<FillLot> Lots, decimal Required, decimal? SpotLimit, decimal? Budget);

/// <summary>Replicas of one pool that cost the same. A pool has two lots where part of it is paid for already.</summary>
internal sealed record FillLot
{
    public required int Pool { get; init; }

    public int Min { get; init; }

    public required int Max { get; init; }

    /// <summary>Replicas that are there.</summary>
    public int Current { get; init; }

    /// <summary>Per replica and hour.</summary>
    public decimal MarginalCost { get; init; }

    /// <summary>What starting one replica costs. Stopping is free: a fleet must be able to shrink.</summary>
    public decimal StartCost { get; init; }

    public decimal Speed { get; init; } = 1;

    public bool Spot { get; init; }

    /// <summary>True: other services must make room for it.</summary>
    public bool Displaces { get; init; }
}
