namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>
/// Removes no more than the largest recommendation of the scale-down window permits, and adds no more than the smallest of the scale-up window:
/// one low sample within five minutes removes nothing.
/// </summary>
internal static class Stabilization
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal)
    {
        var newest = new Recommendation(input.Now, proposal.Replicas);
        var remembered = proposal with { Memory = proposal.Memory with { Recommendations = [.. proposal.Memory.Recommendations, newest] } };
        IEnumerable<int> Within(TimeSpan window) =>
            remembered.Memory.Recommendations.Where(recommendation => recommendation == newest || input.Now - recommendation.Time < window).Select(recommendation => recommendation.Replicas);

        return proposal.Replicas < current
            ? remembered.Limit(Math.Min(current, Within(input.Policy.ScaleDown.StabilizationWindow).Max()), Limits.ScaleDownWindow)
            : remembered.Limit(Math.Max(current, Within(input.Policy.ScaleUp.StabilizationWindow).Min()), Limits.ScaleUpWindow);
    }
}
