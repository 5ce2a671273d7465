using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

/// <summary>Where replicas may go. An empty list permits everything.</summary>
public sealed record EffectivePlacement
{
    public required PlacementPolicy Policy { get; init; }

    public required IReadOnlyList<string> Pools { get; init; }

    public required IReadOnlyDictionary<string, string> PoolLabels { get; init; }

    public required IReadOnlyList<PoolType> PoolTypes { get; init; }

    public required IReadOnlyList<string> Regions { get; init; }

    public string? DataClass { get; init; }

    public required Isolation Isolation { get; init; }

    /// <summary>Marginal cost of all replicas together, per hour; null: no ceiling.</summary>
    public decimal? MaxHourlyCost { get; init; }

    /// <summary>Share of the required capacity that spot pools may carry, 0 to 1.</summary>
    public required decimal MaxSpotShare { get; init; }

    public required MigrationPolicy Migration { get; init; }

    public required NoCapacityPolicy OnNoCapacity { get; init; }

    public required WarmSpares WarmSpares { get; init; }

    public required int Priority { get; init; }

    internal static EffectivePlacement Resolve(PlacementSpec? placement) => new()
    {
        Policy = placement?.Policy ?? PlacementPolicy.LeastCost,
        Pools = placement?.Pools ?? [],
        PoolLabels = placement?.PoolSelector?.MatchLabels ?? new Dictionary<string, string>(),
        PoolTypes = placement?.PoolTypes ?? [],
        Regions = placement?.Regions ?? [],
        DataClass = placement?.DataClass,
        Isolation = placement?.Isolation ?? Isolation.Shared,
        MaxHourlyCost = placement?.MaxHourlyCost?.ToDecimal(),
        MaxSpotShare = placement?.MaxSpotShare?.ToDecimal() ?? 1m,
        Migration = placement?.Migration ?? MigrationPolicy.Allowed,
        OnNoCapacity = placement?.OnNoCapacity ?? NoCapacityPolicy.Queue,
        WarmSpares = placement?.WarmSpares ?? WarmSpares.None,
        Priority = placement?.Priority ?? 0,
    };
}
