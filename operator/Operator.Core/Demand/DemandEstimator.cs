using InferOps.Operator.Core.Scaling;

namespace InferOps.Operator.Core.Demand;

/// <summary>Turns measured rates into demand in replica-equivalents, or into the reason why it is not known.</summary>
/// <remarks>
/// <code>
/// busy     W = r_in/μin + r_out/μout                                   r at arrival; what was served where arrivals are not counted
/// backlog  B = (queued·mean_in/μin + queued·mean_out/μout) / max(queueDrain, lead time)
/// trend    W' = max(W, W + significant slope over 5 m × min(lead time, 5 m), what a jump of the last minute will come to)
/// demand   D = W' + B
/// </code>
/// No replica that is asked for now can help before the lead time has passed. Asking for enough to work the queue off sooner would add replicas that
/// arrive when it is gone: with a drain time of 30 s and a model that loads for four minutes, 38 where 8 suffice.
/// </remarks>
public static class DemandEstimator
{
    /// <summary>Tokens of a waiting request while no request has finished its prompt yet, so that its length is not known.</summary>
    private static readonly (double Prompt, double Generated) AssumedRequest = (256, 128);

    public static DemandEstimate Estimate(DemandInput input)
    {
        var hold = ReadingClassifier.Explain(ReadingClassifier.Classify(input), input);
        if (hold is not null || input.Rates is not { } rates) return new DemandEstimate { Hold = hold, Memory = input.Memory };

        var complete = rates.Reporting >= input.ReadyReplicas;
        var known = input.Memory.Learned.For(input.Serving);
        var learned = complete ? known.Observe(rates, input.ReadyReplicas) : known;
        var estimate = new DemandEstimate
        {
            LowerBound = !complete,
            Throughput = new Throughput(rates.Prompt ?? 0, rates.Generated ?? 0),
            Idle = IsIdle(rates),
            TimeToFirstToken = rates.TimeToFirstToken,
            Memory = input.Memory with { Learned = learned },
        };
        if ((input.DeclaredCapacity ?? learned.Learned) is { IsKnown: true } capacity) return Compute(input, rates, capacity, estimate);
        // Nothing to do is no demand, whatever a replica can do.
        return estimate.Idle == true ? estimate with { Demand = new ReplicaDemand(0, 0, 0) } : estimate with { Hold = CapacityUnknown };
    }

    private static Hold CapacityUnknown { get; } = new(
        HoldReasons.CapacityUnknown,
        "What one replica can do is not known yet: set spec.scaling.capacity, or let it be learned while requests wait. Until then the number of replicas is kept.");

    private static DemandEstimate Compute(DemandInput input, TokenRates rates, Capacity capacity, DemandEstimate estimate)
    {
        var busy = capacity.Busy(rates.ArrivedPrompt ?? rates.Prompt, rates.ArrivedGenerated ?? rates.Generated);
        // What is served beyond arrivals is the queue being worked off, which the backlog counts already.
        var samples = Trend.Remember(input.Memory.Busy, new BusySample(input.Now, busy));
        var one = OneRequest(rates, capacity);
        // Where arrivals are not counted and requests wait, what is served jumps with every replica that comes, not with the load.
        var jump = rates.ArrivedGenerated is null && rates.ArrivedPrompt is null && rates.Waiting > 0 ? null : Jump.Find(samples, one, input.RateWindow);
        var surges = input.Memory.Surges.Remember(input.Now, jump);
        var peak = samples.Max(sample => sample.Busy);
        var forecast = Math.Max(Trend.Forecast(samples, busy, input.LeadTime), jump?.To ?? 0);
        return estimate with
        {
            Demand = new ReplicaDemand(busy, forecast, Backlog(input, rates, one)) { Surge = surges.Above(peak), Peak = peak },
            Memory = estimate.Memory with { Busy = samples, Surges = surges },
        };
    }

    private static double Backlog(DemandInput input, TokenRates rates, double one) =>
        (rates.Waiting ?? 0) * one / Math.Max(1, Math.Max(input.QueueDrain.TotalSeconds, input.LeadTime.TotalSeconds));

    /// <summary>Seconds that one replica is busy with one request.</summary>
    private static double OneRequest(TokenRates rates, Capacity capacity) =>
        capacity.Busy(rates.MeanPrompt ?? AssumedRequest.Prompt, rates.MeanGenerated ?? AssumedRequest.Generated);

    /// <summary>Null where the engine does not tell what is in flight: then nobody can say that it is idle.</summary>
    private static bool? IsIdle(TokenRates rates) =>
        rates.Running is not { } running || rates.Waiting is not { } waiting
            ? null
            : running + waiting + (rates.Prompt ?? 0) + (rates.Generated ?? 0) + (rates.ArrivedPrompt ?? 0) + (rates.ArrivedGenerated ?? 0) == 0;
}
