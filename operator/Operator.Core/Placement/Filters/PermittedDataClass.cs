namespace InferOps.Operator.Core.Placement.Filters;

/// <summary><c>placement.dataClass</c>: only pools that say they may hold such data.</summary>
internal static class PermittedDataClass
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request) =>
        request.Placement.DataClass is not { } dataClass || pool.Pool.DataClasses.Contains(dataClass, StringComparer.Ordinal)
            ? null
            : new(PlacementReasons.DataClassNotPermitted, $"does not list data class {dataClass} in dataClasses");
}
