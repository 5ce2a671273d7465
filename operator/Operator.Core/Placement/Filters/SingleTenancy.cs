using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement.Filters;

/// <summary><c>placement.isolation: SingleTenant</c>: only hardware that is not shared with other tenants.</summary>
internal static class SingleTenancy
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request) =>
        request.Placement.Isolation == Isolation.SingleTenant && pool.Pool.Type == PoolType.Cloud
            ? new(PlacementReasons.NotSingleTenant, "is Cloud, whose nodes are shared with other tenants; placement.isolation is SingleTenant")
            : null;
}
