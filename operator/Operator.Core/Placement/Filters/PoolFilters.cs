using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement.Filters;

/// <summary>Says why a pool may not hold replicas of a service at all; null: it may.</summary>
internal delegate Rejection? PoolFilter(PoolCandidate pool, PlacementRequest request);

/// <param name="Reason">One of <see cref="PlacementReasons"/>.</param>
internal sealed record Rejection(string Reason, string Message)
{
    public RejectedPool Of(PoolCandidate pool) => new() { Name = pool.Pool.Name, Reason = Reason, Message = Message };
}

/// <summary>The filters in the order in which a pool's reason is reported: what the user wrote first, then what the hardware is.</summary>
internal static class PoolFilters
{
    public static IReadOnlyList<PoolFilter> InOrder { get; } =
    [
        NamedPool.Check,
        SelectedPool.Check,
        PermittedType.Check,
        PermittedRegion.Check,
        PermittedDataClass.Check,
        SingleTenancy.Check,
        SupportedGpu.Check,
        PermittedProduct.Check,
        GpusOnOneNode.Check,
        GpuMemory.Check,
    ];

    public static Rejection? FirstRejection(PoolCandidate pool, PlacementRequest request) =>
        InOrder.Select(filter => filter(pool, request)).FirstOrDefault(rejection => rejection is not null);
}
