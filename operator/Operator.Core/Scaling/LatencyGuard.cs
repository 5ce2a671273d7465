using InferOps.Operator.Core.Demand;

namespace InferOps.Operator.Core.Scaling;

/// <summary>Learns how much of a replica's capacity can be used before first tokens come later than their objective.</summary>
/// <remarks>
/// <code>
/// too late, though replicas had room     usable share = 0.9 × the share in use, down to 0.3
/// in half the time                       usable share + 0.0025, up to all of it
/// </code>
/// Each after two minutes of it without a break and with supply unchanged: what waits because replicas are too few or on their way, the thresholds explain.
/// Capacity says how many tokens a replica can serve, not how long the next request waits behind long prompts. Below 0.7, replicas are added only where they cost
/// energy: twice the rent for the last late tokens is not what an objective asks for.
/// </remarks>
internal static class LatencyGuard
{
    private const double BackOff = 0.9;
    private const double Recovery = 0.0025;

    /// <summary>Waiting work above this share of the ready replicas is a queue, and explains late tokens by itself.</summary>
    private const double Queue = 0.05;

    private static readonly TimeSpan Lasting = TimeSpan.FromMinutes(2);

    public static UsableShare Learn(ScalingInput input)
    {
        var known = input.Memory.Usable;
        if (input.Policy.TimeToFirstToken is not { } objective || input.Demand is not { Demand: { } demand, TimeToFirstToken: { } seconds }) return known;
        var ready = input.Supply.Ready;
        var share = Math.Min(known.Share, input.Policy.TargetUtilization);
        var now = Classify(input, demand, seconds / objective.TotalSeconds, share);
        if (now != known.Seen || ready != known.Ready) return known with { Seen = now, Ready = ready, Since = input.Now };
        if (input.Now - known.Since < Lasting) return known;
        return now switch
        {
            Promptness.Late => known with { Share = Math.Max(BackOff * Math.Min(share, demand.Busy / ready), UsableShare.Least), Since = input.Now },
            Promptness.Early when known.Share < 1 => known with { Share = Math.Min(known.Share + Recovery, 1), Since = input.Now },
            _ => known,
        };
    }

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
public enum Promptness
{
    OnTime,
    Early,
    Late,

    /// <summary>By what is waiting, starting or overloaded.</summary>
    Explained,
}

/// <summary>A share of capacity, 0.3 to 1; 1: nothing was learned.</summary>
/// <param name="Seen">How first tokens came last.</param>
/// <param name="Ready">Ready replicas at the time.</param>
/// <param name="Since">Since when all of this has been so.</param>
public sealed record UsableShare(double Share, Promptness Seen, int Ready, DateTimeOffset Since)
{
    internal const double Least = 0.3;
    internal const double LeastRented = 0.7;

    public static UsableShare All { get; } = new(1, Promptness.OnTime, 0, DateTimeOffset.MinValue);
}
