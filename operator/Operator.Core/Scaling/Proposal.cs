namespace InferOps.Operator.Core.Scaling;

/// <summary>A number of replicas on its way through the steps.</summary>
/// <param name="Replicas">What is proposed so far.</param>
/// <param name="LimitedBy">Steps that changed it, in order.</param>
/// <param name="Memory">What the next decision will know.</param>
internal sealed record Proposal(int Replicas, IReadOnlyList<string> LimitedBy, ScalingMemory Memory)
{
    /// <summary>The proposal with another number; the step names itself when that is a change.</summary>
    public Proposal Limit(int replicas, string step) => replicas == Replicas ? this : this with { Replicas = replicas, LimitedBy = [.. LimitedBy, step] };
}

/// <summary>One rule. <paramref name="current"/> is the number of replicas there is now.</summary>
internal delegate Proposal ScalingStep(ScalingInput input, int current, Proposal proposal);
