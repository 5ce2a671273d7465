namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>Never outside [min, max], whatever came before.</summary>
internal static class Bounds
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal) =>
        proposal.Replicas < input.Policy.MinReplicas ? proposal.Limit(input.Policy.MinReplicas, Limits.MinReplicas)
        : proposal.Limit(Math.Min(proposal.Replicas, input.Policy.MaxReplicas), Limits.MaxReplicas);
}
