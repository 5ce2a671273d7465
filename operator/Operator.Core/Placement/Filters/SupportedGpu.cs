namespace InferOps.Operator.Core.Placement.Filters;

/// <summary>The engine's image runs on the vendor of the pool's GPUs: the domain of their resource name.</summary>
internal static class SupportedGpu
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request)
    {
        var resource = pool.Pool.GpuResource;
        return request.GpuVendors.Count == 0 || request.GpuVendors.Contains(resource.Split('/')[0], StringComparer.Ordinal)
            ? null
            : new(PlacementReasons.EngineNotForGpu, $"offers {resource}; the engine's image runs on {string.Join(", ", request.GpuVendors)} only");
    }
}
