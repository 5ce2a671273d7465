namespace InferOps.Operator.Core.Advice;

/// <summary>What would make a commitment cheaper. Money in <see cref="Currency"/>.</summary>
public sealed record CommitmentAdvice
{
    public required string Pool { get; init; }

    /// <summary>One of <see cref="AdviceActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>To rent, to buy, or to give back.</summary>
    public required int Gpus { get; init; }

    /// <summary>GPUs that are committed now.</summary>
    public required int Committed { get; init; }

    /// <summary>Share of hours, 0 to 1, in which the last GPU to get, or the first to give back, was needed.</summary>
    public required double ShareOfHours { get; init; }

    /// <summary>What the bill would be lower by; of bought GPUs, less what is written off.</summary>
    public required decimal MonthlySaving { get; init; }

    /// <summary>Of bought GPUs: when they have earned their price.</summary>
    public decimal? PaybackMonths { get; init; }

    /// <summary>Of bought GPUs: months over which they are written off.</summary>
    public int? LifetimeMonths { get; init; }

    public required string Currency { get; init; }

    /// <summary>Cloud pools that have less to do then.</summary>
    public IReadOnlyList<string> Instead { get; init; } = [];

    /// <summary>Of rented GPUs to give back: when their term ends, where one does.</summary>
    public DateTimeOffset? TermEnds { get; init; }
}

/// <summary>The closed set of actions.</summary>
public static class AdviceActions
{
    public const string Rent = "Rent";
    public const string Buy = "Buy";
    public const string Release = "Release";
}
