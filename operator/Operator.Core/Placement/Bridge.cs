namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Starts replicas on a faster pool while a cheaper one that is too slow for the queue gets ready: the cheap ones are started as well and take over when they answer.
/// <code>
/// needed   while requests want more than what answers: at a service's first start nobody waits yet. What has begun to bridge goes on until it is relieved
/// slow     a lead time beyond the time in which waiting requests must be worked off
/// faster   half of that lead time at most, and a minute earlier at least: a bridge costs a start of its own
/// </code>
/// </summary>
internal static class Bridge
{
    private static readonly TimeSpan Gain = TimeSpan.FromMinutes(1);

    /// <returns>Replicas by offer that bridge.</returns>
    public static int[] Of(IReadOnlyList<PoolOffer> offers, int[] target, int[] counts, PlacementRequest request)
    {
        var bridges = new int[offers.Count];
        if (Slowest(offers, target, request) is not { } slow) return bridges;
        var soon = slow / 2 < slow - Gain ? slow / 2 : slow - Gain;
        var missing = Missing(offers, target, counts, request, soon);
        var spent = offers.Select((offer, index) => offer.MarginalOf(counts[index])).Sum();
        foreach (var index in Enumerable.Range(0, offers.Count).OrderBy(index => offers[index].MarginalOf(1) / offers[index].Candidate.Speed).ThenBy(index => offers[index].Candidate.Pool.LeadTime))
        {
            var offer = offers[index];
            // With a limited spot share, whether one more fits depends on all others.
            if (offer.Candidate.Pool.LeadTime > soon || offer.Candidate.IsCoolingDown(request.Now) || (offer.Candidate.Pool.Spot && request.Placement.MaxSpotShare < 1)) continue;
            var most = request.Urgent ? offer.Availability.Replicas : offer.Held;
            while (missing > 0 && counts[index] + bridges[index] < most)
            {
                var present = counts[index] + bridges[index];
                var added = offer.MarginalOf(present + 1) - offer.MarginalOf(present);
                if (spent + added > request.Placement.MaxHourlyCost) break;
                bridges[index]++;
                spent += added;
                missing -= offer.Candidate.Speed;
            }
        }
        return bridges;
    }

    /// <summary>The longest lead time among pools that are too slow and hold replicas that do not answer; null: none.</summary>
    private static TimeSpan? Slowest(IReadOnlyList<PoolOffer> offers, int[] target, PlacementRequest request) =>
        offers.Where((offer, index) => target[index] > offer.Candidate.Holding.Ready).Select(offer => (TimeSpan?)offer.Candidate.Pool.LeadTime).Max() is { } slowest && slowest > request.QueueDrain
            ? slowest
            : null;

    /// <summary>Capacity that is wanted and neither answers nor comes <paramref name="soon"/>.</summary>
    private static decimal Missing(IReadOnlyList<PoolOffer> offers, int[] target, int[] counts, PlacementRequest request, TimeSpan soon)
    {
        var planned = offers.Select((offer, index) => offer.Candidate.Speed * target[index]).Sum();
        var there = offers.Select((offer, index) => offer.Candidate.Speed
            * (offer.Candidate.Pool.LeadTime <= soon ? counts[index] : Math.Min(counts[index], offer.Candidate.Holding.Ready))).Sum();
        return Math.Min(request.Replicas, planned) - there;
    }
}
