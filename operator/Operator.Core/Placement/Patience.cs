namespace InferOps.Operator.Core.Placement;

/// <summary>
/// How long a service that must give GPUs to another one may keep what answers there, while its own successors start elsewhere:
/// <code>
/// equals         1.5 × the longest lead time of those successors: two services of equal rank, and neither shall fail for the other
/// outranked      the same where that is 2 min at most, and not at all otherwise: who ranks higher waits no longer than for a start of its own
/// no successor   not at all
/// </code>
/// </summary>
internal static class Patience
{
    private const double LateFactor = 1.5;
    private static readonly TimeSpan MostOfSuperiors = TimeSpan.FromMinutes(2);

    /// <summary>Since when each pool that must be given up is asked for.</summary>
    public static IReadOnlyDictionary<string, DateTimeOffset> Since(IReadOnlyList<PoolOffer> offers, PlacementRequest request)
    {
        var yielding = offers.Where(offer => offer.Candidate.Yield is not null).Select(offer => offer.Candidate.Pool.Name).ToList();
        return yielding.Count == 0
            ? PlacementMemory.Empty.YieldingSince
            : yielding.ToDictionary(pool => pool, pool => request.Memory.YieldingSince.TryGetValue(pool, out var since) ? since : request.Now);
    }

    /// <summary>Until when the pool's replicas may stay; null: they must not.</summary>
    /// <param name="target">Replicas by offer, without what is kept for a while.</param>
    public static DateTimeOffset? Until(PoolOffer offer, IReadOnlyList<PoolOffer> offers, int[] target, PlacementRequest request)
    {
        if (offer.Candidate.Yield is not { } yield) return null;
        var successors = offers.Where((other, index) => target[index] > other.Candidate.Holding.Ready).Select(other => other.Candidate.Pool.LeadTime).DefaultIfEmpty().Max() * LateFactor;
        if (yield.Outranked && successors > MostOfSuperiors) return null;
        var since = request.Memory.YieldingSince.TryGetValue(offer.Candidate.Pool.Name, out var asked) ? asked : request.Now;
        return since + successors;
    }
}
