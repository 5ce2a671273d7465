namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>
/// <code>
/// up    ceil(D/0.85)  when that is more than there is
/// down  ceil(D/0.75)  when that is less than there is
/// </code>
/// Between the two nothing changes. What there is counts replicas that are still starting: demand is absolute, so asking again adds nothing.
/// </summary>
internal static class Thresholds
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal)
    {
        if (input.Demand.Demand is not { } demand) return proposal;
        var up = Replicas(demand.Total, input.AddAbove);
        var down = Replicas(demand.Total, input.RemoveBelow);
        return proposal with { Replicas = up > current ? up : Math.Min(down, current) };
    }

    /// <summary>Rounded up, but not for the last bit of a division: 1.7/0.85 is two.</summary>
    public static int Replicas(double demand, double utilization) => (int)Math.Min(Math.Ceiling(demand / utilization - 1e-9), 1_000_000);
}
