namespace InferOps.Operator.Core.Scaling.Steps;

/// <summary>
/// Requests that wait for replicas which are on their way must not ask for more of them. While replicas are pending and not late, growth is justified
/// by arrivals (<c>W'</c>) or by what was already asked for before, not by the queue that builds up meanwhile.
/// </summary>
/// <remarks>Without this a queue that grows through a slow model load asks for 2, 4, 8, 16 replicas where 4 suffice.</remarks>
internal static class PendingSupply
{
    public static Proposal Apply(ScalingInput input, int current, Proposal proposal)
    {
        if (input.Demand.Demand is not { } demand || input.Supply.Pending <= 0) return proposal;
        var arrivals = Thresholds.Replicas(demand.Forecast, input.AddAbove);
        var justified = Math.Max(current, Math.Max(arrivals, proposal.Memory.Asked));
        return proposal.Limit(Math.Min(proposal.Replicas, justified), Limits.PendingReplicas);
    }

    /// <summary>Remembers what thresholds ask for while nothing is pending.</summary>
    public static Proposal Remember(ScalingInput input, int current, Proposal proposal) =>
        input.Supply.Pending > 0 ? proposal : proposal with { Memory = proposal.Memory with { Asked = proposal.Replicas } };
}
