namespace InferOps.Operator.Core.Placement.Filters;

/// <summary>A replica needs all of its GPUs on one node. A pool whose node size is not known yet passes.</summary>
internal static class GpusOnOneNode
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request) =>
        pool.GpusPerNode > 0 && pool.GpusPerNode < request.Footprint.Gpus
            ? new(PlacementReasons.NotEnoughGpusPerNode, $"needs {request.Footprint.Gpus} GPUs on one node, the largest node has {pool.GpusPerNode}")
            : null;
}
