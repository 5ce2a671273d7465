namespace InferOps.Operator.Core.Placement.Filters;

/// <summary><c>placement.poolSelector</c>: only pools that carry every label.</summary>
internal static class SelectedPool
{
    public static Rejection? Check(PoolCandidate pool, PlacementRequest request)
    {
        foreach (var (label, value) in request.Placement.PoolLabels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            if (!pool.Pool.Labels.TryGetValue(label, out var actual))
                return new(PlacementReasons.PoolNotSelected, $"has no label {label}; placement.poolSelector asks for {label}={value}");
            if (actual != value)
                return new(PlacementReasons.PoolNotSelected, $"has label {label}={actual}; placement.poolSelector asks for {value}");
        }
        return null;
    }
}
