namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>Nothing is removed while a new version starts: ready replicas are fewer than they seem.</summary>
internal static class Rollout
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal) =>
        input.Supply.RolloutInProgress ? proposal.Limit(Math.Max(proposal.Replicas, current), Limits.RolloutInProgress) : proposal;
}
