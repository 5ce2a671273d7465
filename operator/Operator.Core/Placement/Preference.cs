using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>The order of pools that are otherwise equal: as the user lists them under <c>Ordered</c>, then by weight, then owned before rented, then by name.</summary>
internal static class Preference
{
    public static IReadOnlyList<PoolCandidate> Sort(IEnumerable<PoolCandidate> pools, PlacementRequest request) =>
    [
        .. pools
            .OrderBy(pool => Listed(pool, request))
            .ThenByDescending(pool => pool.Pool.Weight)
            .ThenBy(pool => pool.Pool.Type)
            .ThenBy(pool => pool.Pool.Name, StringComparer.Ordinal),
    ];

    private static int Listed(PoolCandidate pool, PlacementRequest request)
    {
        if (request.Placement.Policy != PlacementPolicy.Ordered) return 0;
        for (var index = 0; index < request.Placement.Pools.Count; index++)
            if (request.Placement.Pools[index] == pool.Pool.Name) return index;
        return int.MaxValue;
    }
}
