using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Replicas beyond what demand needs, where a GPU is paid for, costs nothing more when used, and nobody wants it: the next burst finds them ready instead of
/// waiting for a lead time or paying a cloud. They count for nothing else: not as supply, not against other services' needs.
/// </summary>
internal static class WarmSpareFill
{
    /// <returns>Spares by offer.</returns>
    public static int[] Of(IReadOnlyList<PoolOffer> offers, int[] counts, PlacementRequest request)
    {
        var spares = new int[offers.Count];
        // A service at zero was put there on purpose.
        if (request.Placement.WarmSpares != WarmSpares.WhereFree || request.Replicas == 0) return spares;
        var left = request.MaxReplicas - counts.Sum();
        // What runs stays before anything new starts: a spare is not worth a move.
        foreach (var onlyHeld in new[] { true, false })
        {
            for (var index = 0; index < offers.Count && left > 0; index++)
            {
                var most = onlyHeld ? Math.Min(Free(offers[index], request), offers[index].Candidate.Holding.Replicas) : Free(offers[index], request);
                var more = Math.Clamp(most - counts[index] - spares[index], 0, left);
                spares[index] += more;
                left -= more;
            }
        }

        return spares;
    }

    /// <summary>Replicas that cost nothing more, what other services hold as spares left to them.</summary>
    private static int Free(PoolOffer offer, PlacementRequest request) => offer.MarginalCommitted > 0 || offer.Candidate.IsCoolingDown(request.Now)
        ? 0
        : offer.CommittedReplicas - (int)Math.Ceiling((double)offer.Candidate.ReclaimableGpus / request.Footprint.Gpus);
}
