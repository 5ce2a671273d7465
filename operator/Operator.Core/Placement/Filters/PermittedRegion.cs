namespace InferOps.Operator.Core.Placement.Filters;

/// <summary><c>placement.regions</c>: a pool may spread over regions, so every region it has must be permitted.</summary>
internal static class PermittedRegion
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request)
    {
        var permitted = request.Placement.Regions;
        if (permitted.Count == 0) return null;
        if (pool.Pool.Regions.Count == 0)
            return new(PlacementReasons.RegionNotPermitted, $"names no region; placement.regions permits {string.Join(", ", permitted)}");
        var outside = pool.Pool.Regions.Except(permitted, StringComparer.Ordinal).ToList();
        return outside.Count == 0
            ? null
            : new(PlacementReasons.RegionNotPermitted, $"is in {string.Join(", ", outside)}; placement.regions permits {string.Join(", ", permitted)}");
    }
}
