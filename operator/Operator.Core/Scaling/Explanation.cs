using System.Globalization;

namespace InferOps.Operator.Core.Scaling;

/// <summary>Puts the outcome of the steps into a reason and one sentence.</summary>
internal static class Explanation
{
    public static ScalingDecision Of(ScalingInput input, int current, Proposal proposal) => new()
    {
        Time = input.Now,
        Replicas = proposal.Replicas,
        Reason = Reason(input, current, proposal.Replicas),
        Message = Sentence(input, proposal),
        Demand = input.Demand.Demand?.Total,
        Throughput = input.Demand.Throughput,
        LimitedBy = proposal.LimitedBy,
        Standby = proposal.Memory.Standby,
        Hold = input.Demand.Hold,
    };

    /// <summary>The same decision, changed into one that changes nothing and says what would have been done.</summary>
    public static ScalingDecision AsAdvice(ScalingDecision decision, int current) => decision.Replicas == current ? decision : decision with
    {
        Replicas = current,
        Standby = 0,
        Reason = ScalingReasons.Steady,
        Message = $"Advisory, nothing was changed; it would have been {current} to {decision.Replicas} replicas: {decision.Message}",
        LimitedBy = [.. decision.LimitedBy, Limits.Advisory],
    };

    private static string Reason(ScalingInput input, int current, int replicas) =>
        replicas > current ? ScalingReasons.ScaledUp
        : replicas == 0 && current > 0 ? ScalingReasons.ScaledToZero
        : replicas < current ? ScalingReasons.ScaledDown
        : input.Demand.Demand is null ? ScalingReasons.Held
        : ScalingReasons.Steady;

    /// <summary>From how many to how many stands beside it, in the record and in the event.</summary>
    private static string Sentence(ScalingInput input, Proposal proposal)
    {
        var limits = proposal.LimitedBy.Count == 0 ? "" : $" Limits: {string.Join("; ", proposal.LimitedBy.Select(Limits.InWords))}.";
        if (input.Demand.Demand is not { } demand) return $"{input.Demand.Hold?.Message}{limits}";
        var trend = demand.Forecast > demand.Busy ? string.Create(CultureInfo.InvariantCulture, $", rising to {demand.Forecast:0.0#}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Demand is {demand.Total:0.0#} replicas ({demand.Busy:0.0#} busy{trend}, {demand.Backlog:0.0#} for waiting requests); replicas are added above {input.AddAbove:0%} and removed below {input.RemoveBelow:0%} of capacity.{limits}");
    }
}
