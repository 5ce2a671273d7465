using InferOps.Operator.Core.Demand;

namespace InferOps.Operator.Core.Scaling;

/// <summary>Learns how much of a replica's capacity can be used before first tokens come later than their objective.</summary>
/// <remarks>
/// <code>
/// evidence                               + time while late, - time while early, towards nothing while on time
/// two minutes late                       usable share = 0.9 × the share in use, down to 0.3
/// two minutes early                      usable share + 0.001 every tick, up to all of it
/// </code>
/// A percentile of a minute is noisy: one bad minute proves nothing, and a good one between bad ones does not disprove them. What waits because replicas are too few or on
/// their way, the thresholds explain; when supply changes, evidence begins anew. Forgetting takes hours, because what made tokens late in one hour may come back in the next.
/// Capacity says how many tokens a replica can serve, not how long the next request waits behind long prompts. Below 0.7, replicas are added only where they cost
/// energy: twice the rent for the last late tokens is not what an objective asks for.
/// </remarks>
internal static class LatencyGuard
{
    private const double BackOff = 0.9;
    private const double Recovery = 0.001;

    /// <summary>Waiting work above this share of the ready replicas is a queue, and explains late tokens by itself.</summary>
    private const double Queue = 0.05;

    private static readonly TimeSpan Proof = TimeSpan.FromMinutes(2);

    /// <summary>What one reading weighs at most: nobody looked before it.</summary>
    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(30);

    public static UsableShare Learn(ScalingInput input)
    {
        var known = input.Memory.Usable;
        if (input.Policy.TimeToFirstToken is not { } objective || input.Demand is not { Demand: { } demand, TimeToFirstToken: { } seconds }) return known;
        var ready = input.Supply.Ready;
        var share = Math.Min(known.Share, input.Policy.TargetUtilization);
        if (ready != known.Ready) return known with { Ready = ready, Evidence = TimeSpan.Zero, Since = input.Now };
        var passed = TimeSpan.FromTicks(Math.Clamp((input.Now - known.Since).Ticks, 0, Reading.Ticks));
        var weighed = known with { Since = input.Now, Evidence = Weigh(known.Evidence, passed, Classify(input, demand, seconds / objective.TotalSeconds, share)) };
        if (weighed.Evidence >= Proof) return weighed with { Share = Math.Max(BackOff * Math.Min(share, demand.Busy / ready), UsableShare.Least), Evidence = TimeSpan.Zero };
        return weighed.Evidence <= -Proof ? weighed with { Share = Math.Min(known.Share + Recovery, 1) } : weighed;
    }

    private static TimeSpan Weigh(TimeSpan evidence, TimeSpan passed, Promptness seen) => seen switch
    {
        Promptness.Late => Larger(evidence, TimeSpan.Zero) + passed,
        Promptness.Early => Larger(evidence - passed, -Proof),
        Promptness.OnTime when evidence > TimeSpan.Zero => Larger(evidence - passed, TimeSpan.Zero),
        Promptness.OnTime => -Larger(-evidence - passed, TimeSpan.Zero),
        _ => evidence,
    };

    private static TimeSpan Larger(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static Promptness Classify(ScalingInput input, ReplicaDemand demand, double used, double share)
    {
        var ready = input.Supply.Ready;
        if (input.Supply is not { Pending: 0, Late: 0, RolloutInProgress: false } || demand.Backlog > Queue * ready) return Promptness.Explained;
        if (used <= 1) return used <= 0.5 ? Promptness.Early : Promptness.OnTime;
        // Overloaded replicas are late for want of others, and those that hardly do anything are not.
        return demand.Busy > share * ready || demand.Busy < UsableShare.Least * ready ? Promptness.Explained : Promptness.Late;
    }
}

/// <summary>How first tokens come, against their objective.</summary>
internal enum Promptness
{
    OnTime,
    Early,
    Late,

    /// <summary>By what is waiting, starting or overloaded.</summary>
    Explained,
}

/// <summary>A share of capacity, 0.3 to 1; 1: nothing was learned.</summary>
/// <param name="Evidence">How long first tokens have been late (positive) or early (negative), all in all.</param>
/// <param name="Ready">Ready replicas at the time.</param>
/// <param name="Since">When this was noted.</param>
public sealed record UsableShare(double Share, TimeSpan Evidence, int Ready, DateTimeOffset Since)
{
    internal const double Least = 0.3;
    internal const double LeastRented = 0.7;

    public static UsableShare All { get; } = new(1, TimeSpan.Zero, 0, DateTimeOffset.MinValue);
}
