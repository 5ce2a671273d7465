namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>The last replica goes only when nothing was asked for long enough, nothing is in flight and nothing is loading.</summary>
internal static class LastReplica
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal)
    {
        var idleSince = input.Demand.Idle switch
        {
            true => proposal.Memory.IdleSince ?? input.Now,
            // A service at zero has no metrics: it stays as idle as it was.
            null when current == 0 => proposal.Memory.IdleSince,
            _ => null,
        };
        var noted = proposal with { Memory = proposal.Memory with { IdleSince = idleSince } };
        if (current == 0 || proposal.Replicas > 0) return noted;
        var loading = input.Supply.Pending + input.Supply.Late > 0;
        var idleLongEnough = input.Policy.IdleAfter is { } after && idleSince is { } since && input.Now - since >= after;
        return idleLongEnough && !loading ? noted : noted.Limit(1, Limits.NotIdleLongEnough);
    }
}
