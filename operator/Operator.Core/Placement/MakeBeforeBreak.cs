namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Keeps ready replicas that the target no longer wants until their successors answer, so that a move never takes away capacity that is needed.
/// A scale-down keeps nothing: what remains is ready. A pool that may no longer hold replicas keeps nothing either, and one where GPUs are given to another service as long as
/// <see cref="Patience"/> lets it.
/// </summary>
internal static class MakeBeforeBreak
{
    /// <returns>Replicas by offer: the target, and what is kept for a while.</returns>
    public static int[] Keep(IReadOnlyList<PoolOffer> offers, int[] target, PlacementRequest request)
    {
        var counts = target.ToArray();
        var speeds = offers.Select(offer => offer.Candidate.Speed).ToArray();
        var planned = offers.Select((_, index) => speeds[index] * target[index]).Sum();
        var ready = offers.Select((offer, index) => speeds[index] * Math.Min(offer.Candidate.Holding.Ready, target[index])).Sum();
        var needed = Math.Min(request.Replicas, planned);
        var spent = offers.Select((offer, index) => offer.MarginalOf(target[index])).Sum();

        for (var index = 0; index < counts.Length; index++)
        {
            var offer = offers[index];
            var allowed = Patience.Until(offer, offers, target, request) > request.Now ? int.MaxValue : offer.Availability.Replicas;
            var keepable = Math.Min(allowed, Math.Min(offer.Candidate.Holding.Replicas, offer.Candidate.Holding.Ready));
            while (ready < needed && counts[index] < keepable)
            {
                var added = offer.MarginalOf(counts[index] + 1) - offer.MarginalOf(counts[index]);
                if (spent + added > request.Placement.MaxHourlyCost) break;
                counts[index]++;
                ready += speeds[index];
                spent += added;
            }
        }
        return counts;
    }
}
