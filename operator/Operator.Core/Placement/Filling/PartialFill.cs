namespace InferOps.Operator.Core.Placement.Filling;

/// <summary>Counts for the first lots of a problem, linked to the counts before them.</summary>
internal sealed record PartialFill
{
    public static PartialFill Empty { get; } = new();

    /// <summary>Cost, replicas, starts, then most in the earliest lot. Each adds up over lots.</summary>
    public static IComparer<PartialFill> ByRank { get; } = Comparer<PartialFill>.Create(CompareRank);

    /// <summary>Most covered first, then by rank.</summary>
    public static IComparer<PartialFill> BestFirst { get; } = Comparer<PartialFill>.Create((one, other) =>
        other.Covered.CompareTo(one.Covered) is var covered and not 0 ? covered : CompareRank(one, other));

    /// <summary>Capacity in replicas of speed 1, at most what is required.</summary>
    public decimal Covered { get; private init; }

    public decimal Spot { get; private init; }

    public decimal Spent { get; private init; }

    private decimal Cost { get; init; }

    private int Replicas { get; init; }

    private int Starts { get; init; }

    private int Count { get; init; }

    private PartialFill? Before { get; init; }

    public PartialFill With(FillLot lot, int count, decimal required)
    {
        var starts = Math.Max(0, count - lot.Current);
        return new()
        {
            Covered = Math.Min(required, Covered + (count * lot.Speed)),
            Spot = Spot + (lot.Spot ? count * lot.Speed : 0),
            Spent = Spent + (count * lot.MarginalCost),
            Cost = Cost + (count * lot.MarginalCost) + (starts * lot.StartCost),
            Replicas = Replicas + count,
            Starts = Starts + starts,
            Count = count,
            Before = this,
        };
    }

    /// <summary>Replicas by lot.</summary>
    public int[] Counts() => Before is null ? [] : [.. Before.Counts(), Count];

    private static int CompareRank(PartialFill one, PartialFill other)
    {
        if (one.Cost.CompareTo(other.Cost) is var cost and not 0) return cost;
        if (one.Replicas.CompareTo(other.Replicas) is var replicas and not 0) return replicas;
        return one.Starts.CompareTo(other.Starts) is var starts and not 0 ? starts : CompareCounts(one, other);
    }

    private static int CompareCounts(PartialFill one, PartialFill other)
    {
        if (one.Before is null || other.Before is null || ReferenceEquals(one, other)) return 0;
        return CompareCounts(one.Before, other.Before) is var before and not 0 ? before : other.Count.CompareTo(one.Count);
    }
}
