namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>While some ready replicas do not report, demand is a lower bound: it may add replicas and not remove any.</summary>
internal static class PartialMetrics
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal) =>
        input.Demand.LowerBound ? proposal.Limit(Math.Max(proposal.Replicas, current), Limits.PartialMetrics) : proposal;
}
