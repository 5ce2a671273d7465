namespace InferOps.Operator.Core.Placement.Filters;

/// <summary><c>placement.pools</c>: only pools that are named.</summary>
internal static class NamedPool
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request) =>
        request.Placement.Pools.Count == 0 || request.Placement.Pools.Contains(pool.Pool.Name, StringComparer.Ordinal)
            ? null
            : new(PlacementReasons.PoolNotNamed, "is not in placement.pools; add it there to permit it");
}
