namespace InferOps.Operator.Core.Placement;

/// <summary>What one placement of a service leaves for the next. Lost with the process: then pools are watched anew before anything moves.</summary>
public sealed record PlacementMemory
{
    public static PlacementMemory Empty { get; } = new();

    /// <summary>Pools that failed to deliver.</summary>
    public IReadOnlyList<CoolDown> CoolDowns { get; init; } = [];

    /// <summary>Better pools that have room for replicas which run elsewhere, and since when.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> AwaitedSince { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Replicas by pool that only bridge.</summary>
    public IReadOnlyDictionary<string, int> Bridges { get; init; } = new Dictionary<string, int>();

    /// <summary>Pools where GPUs are to be given to another service, and since when.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> YieldingSince { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Demand in replica-equivalents when it was last known; null: never.</summary>
    public double? Demand { get; init; }

    /// <summary>When replicas were last moved to a better pool; null: not since the operator started.</summary>
    public DateTimeOffset? MovedAt { get; init; }
}
