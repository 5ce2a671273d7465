namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>A threshold missed by less than a tenth changes nothing, unless there is more demand than capacity.</summary>
internal static class Tolerance
{
    private const double Share = 0.10;

    public static Proposal Apply(ScalingInput input, int current, Proposal proposal)
    {
        if (input.Demand.Demand is not { Total: var demand } || current == 0) return proposal;
        var used = demand / current;
        var tolerated = proposal.Replicas > current
            ? used <= Math.Min(input.AddAbove * (1 + Share), 1)
            : used >= input.RemoveBelow * (1 - Share);
        return tolerated ? proposal.Limit(current, Limits.Tolerance) : proposal;
    }
}
