namespace InferOps.Operator.Core.Placement;

/// <summary>A pool that failed to deliver and is left alone for a while. What runs there stays.</summary>
/// <param name="Cause">What failed, for humans.</param>
/// <param name="Failures">How often in a row; each one doubles the time.</param>
public sealed record CoolDown(string Pool, DateTimeOffset Until, string Cause, int Failures = 1)
{
    /// <summary>One of <see cref="PlacementReasons"/>.</summary>
    public string Reason { get; init; } = PlacementReasons.CoolingDown;
}
