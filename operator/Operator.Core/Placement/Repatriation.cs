using System.Globalization;
using InferOps.Operator.Core.Placement.Filters;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// When replicas may go to a pool that is better than where they run. That the saving is worth the start is the fill's business; here is what time demands:
/// <code>
/// stay      the better pool has had room for 5 min: what another service gives up for a moment is soon taken back
/// dwell     30 min since the service last moved: two services must not chase each other
/// billing   the youngest replica is so old that its node's minimum billing ends before a successor answers: what is paid for is used
/// </code>
/// </summary>
internal static class Repatriation
{
    public static readonly TimeSpan Stay = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Dwell = TimeSpan.FromMinutes(30);

    /// <summary>What each pool may hold around <paramref name="settled"/>, where the wish is <paramref name="wished"/>.</summary>
    /// <param name="awaitedSince">Since when each pool of the wish has had room; those of the wish only.</param>
    public static MoveGates Gates(IReadOnlyList<PoolOffer> offers, FillOutline outline, IReadOnlyDictionary<string, DateTimeOffset> awaitedSince, PlacementRequest request)
    {
        var ends = new DateTimeOffset[offers.Count];
        for (var index = 0; index < offers.Count; index++)
        {
            var (settled, wished) = (outline.Settled[index], outline.Wished[index]);
            ends[index] = Later(
                request.Memory.MovedAt + Dwell,
                wished > settled ? awaitedSince[offers[index].Candidate.Pool.Name] + Stay : wished < settled ? PaidUntil(offers, index, outline) : null);
        }
        return new(
            [.. offers.Select((offer, index) => Range(offer, outline, index, open: ends[index] <= request.Now))],
            ends.Where((end, index) => outline.Settled[index] != outline.Wished[index] && end > request.Now).Cast<DateTimeOffset?>().Min());
    }

    public static Rejection Awaited { get; } = new(PlacementReasons.AwaitingMove, string.Create(CultureInfo.InvariantCulture,
        $"has room and would be better; replicas come once it has had room for {Stay.TotalMinutes:0} min, {Dwell.TotalMinutes:0} min after the last move, and when what their nodes are billed for at least is used"));

    private static FillRange Range(PoolOffer offer, FillOutline outline, int index, bool open)
    {
        var (settled, wished) = (outline.Settled[index], outline.Wished[index]);
        if (!open || wished == settled) return new(settled, settled);
        return wished > settled ? new(settled, Math.Max(settled, offer.Availability.Replicas)) : new(0, settled);
    }

    private static DateTimeOffset? PaidUntil(IReadOnlyList<PoolOffer> offers, int index, FillOutline outline)
    {
        var successor = offers.Where((_, other) => outline.Wished[other] > outline.Settled[other]).Select(offer => offer.Candidate.Pool.LeadTime).DefaultIfEmpty().Max();
        var minimum = offers[index].Candidate.Pool.MinimumBilling;
        return minimum > TimeSpan.Zero ? offers[index].Candidate.Holding.YoungestSince + minimum - successor : null;
    }

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other ?? DateTimeOffset.MinValue : one.Value;
}

/// <summary>Replicas by offer: with nothing moved, and with everything where it is best.</summary>
internal sealed record FillOutline(int[] Settled, int[] Wished);

/// <param name="Ranges">By offer.</param>
/// <param name="NextOpens">When the next move may become possible; null: nothing waits.</param>
internal sealed record MoveGates(IReadOnlyList<FillRange> Ranges, DateTimeOffset? NextOpens);
