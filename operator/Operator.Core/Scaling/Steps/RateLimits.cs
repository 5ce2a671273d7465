namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>At most so many replicas a period in each direction, counted from the number at the start of the period.</summary>
internal static class RateLimits
{
    /// <summary>A small service may still grow quickly.</summary>
    private const int FewestAdded = 4;

    public static Proposal Apply(ScalingInput input, int current, Proposal proposal)
    {
        var up = input.Policy.ScaleUp;
        var down = input.Policy.ScaleDown;
        if (proposal.Replicas > current)
        {
            var added = Sum(input, proposal, up.Period, change => Math.Max(change.Delta, 0));
            var atStart = Math.Max(current - added, 0);
            var most = atStart + (up.MaxReplicasPerPeriod ?? Math.Max(FewestAdded, atStart));
            // Warm spares are there already: to count them in starts nothing.
            return proposal.Limit(Math.Clamp(proposal.Replicas, current, Math.Max(Math.Max(most, input.Supply.Ready), current)), Limits.ScaleUpRate);
        }
        var removed = Sum(input, proposal, down.Period, change => Math.Max(-change.Delta, 0));
        var fewest = current + removed - (down.MaxReplicasPerPeriod ?? Math.Max(FewestAdded, current + removed));
        return proposal.Limit(Math.Clamp(proposal.Replicas, Math.Min(fewest, current), current), Limits.ScaleDownRate);
    }

    private static int Sum(ScalingInput input, Proposal proposal, TimeSpan period, Func<Change, int> part) =>
        proposal.Memory.Changes.Where(change => input.Now - change.Time < period).Sum(part);
}
