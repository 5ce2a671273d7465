using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Advice;

/// <summary>GPUs that the demand of one service needs now; warm spares are not among them.</summary>
internal sealed record ServiceNeed
{
    /// <summary>On pools that are owned or rented for a term, by pool.</summary>
    public required IReadOnlyDictionary<string, int> Committed { get; init; }

    /// <summary>On cloud pools, or nowhere.</summary>
    public required int Beyond { get; init; }

    /// <summary>Pools it may use.</summary>
    public required IReadOnlySet<string> Open { get; init; }

    /// <summary>The cloud pool that serves it, or would, where committed ones do not; empty: none may.</summary>
    public required string Cloud { get; init; }

    /// <summary>Null: not placed yet, so nothing is known.</summary>
    public static ServiceNeed? Of(ObservedService service, IReadOnlyDictionary<string, EffectivePool> pools)
    {
        if (service.Status is not { Placement: { } placement, DesiredReplicas: { } desired } || InferenceServiceValidator.Validate(service.Spec).Count > 0) return null;
        var spec = EffectiveSpec.Resolve(service.Key.Name, service.Spec);
        var open = OpenPools.Of(placement);
        var committed = (placement.Pools ?? [])
            .Where(pool => pools.TryGetValue(pool.Name, out var known) && known.Type != PoolType.Cloud)
            .ToDictionary(pool => pool.Name, pool => Math.Max(0, pool.Desired - (pool.Spare ?? 0)) * spec.Resources.Gpus, StringComparer.Ordinal);
        return new()
        {
            Committed = committed,
            // What bridges until a committed pool answers is there twice, and needed once.
            Beyond = Math.Max(0, (desired * spec.Resources.Gpus) - committed.Values.Sum()),
            Open = open,
            Cloud = Cheapest(spec.Placement, open, pools),
        };
    }

    /// <summary>By price, interruptions counted in. Spot is no alternative where it may not carry everything.</summary>
    private static string Cheapest(EffectivePlacement placement, IReadOnlySet<string> open, IReadOnlyDictionary<string, EffectivePool> pools) =>
        pools.Values
            .Where(pool => pool.Type == PoolType.Cloud && open.Contains(pool.Name))
            .OrderBy(pool => pool.Spot && placement.MaxSpotShare < 1)
            .ThenBy(Costs.MarginalBeyond)
            .ThenBy(pool => pool.Name, StringComparer.Ordinal)
            .Select(pool => pool.Name)
            .FirstOrDefault("");
}
