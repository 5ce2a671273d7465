namespace InferOps.Operator.Core.Placement.Filters;

/// <summary><c>placement.poolTypes</c>: only pools whose owner is permitted.</summary>
internal static class PermittedType
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request) =>
        request.Placement.PoolTypes.Count == 0 || request.Placement.PoolTypes.Contains(pool.Pool.Type)
            ? null
            : new(PlacementReasons.PoolTypeNotPermitted, $"is {pool.Pool.Type}; placement.poolTypes permits {string.Join(", ", request.Placement.PoolTypes)}");
}
