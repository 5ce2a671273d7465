namespace InferOps.Operator.Core.Placement.Filters;

/// <summary>The footprint fits the memory of the smallest GPU. Unknown memory on either side passes: unknown is not zero.</summary>
internal static class GpuMemory
{
    private const decimal Gibi = 1L << 30;

    public static Rejection? Check(PoolCandidate pool, PlacementRequest request)
    {
        if (request.Footprint.BytesPerGpu is not { } needed || pool.GpuMemoryBytes is not { } present || needed <= present) return null;
        var product = pool.Products.Count == 1 ? pool.Products[0] : "its smallest GPU";
        // Rounded apart, so that the message never says that 24 GiB do not fit into 24 GiB.
        var up = Math.Ceiling(needed / Gibi * 10) / 10;
        var down = Math.Floor(present / Gibi * 10) / 10;
        return new(PlacementReasons.NotEnoughGpuMemory, $"needs {up:0.#} GiB a GPU, {product} has {down:0.#} GiB");
    }
}
