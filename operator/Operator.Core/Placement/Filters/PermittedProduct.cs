namespace InferOps.Operator.Core.Placement.Filters;

/// <summary><c>resources.gpuProducts</c>: every product of the pool must be permitted, for the scheduler may pick any of its nodes.</summary>
internal static class PermittedProduct
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request)
    {
        if (request.GpuProducts.Count == 0) return null;
        var permitted = string.Join(", ", request.GpuProducts);
        if (pool.Products.Count == 0)
            return new(PlacementReasons.GpuProductNotPermitted, $"does not tell its GPU product; set gpu.product. resources.gpuProducts permits {permitted}");
        var others = pool.Products.Except(request.GpuProducts, StringComparer.Ordinal).ToList();
        return others.Count == 0
            ? null
            : new(PlacementReasons.GpuProductNotPermitted, $"has {string.Join(", ", others)}; resources.gpuProducts permits {permitted}");
    }
}
