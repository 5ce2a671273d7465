namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>While a schedule holds, its replicas are there, whatever demand says; also from zero.</summary>
internal static class ScheduledMinimum
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal) =>
        proposal.Limit(Math.Max(proposal.Replicas, input.Policy.ScheduledMinimum(input.Now)), Limits.ScheduledMinimum);
}
