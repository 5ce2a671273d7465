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
        for (var index = 0; index < offers.Count && left > 0; index++)
        {
            var offer = offers[index];
            if (offer.MarginalCommitted > 0 || offer.Candidate.IsCoolingDown(request.Now)) continue;
            var committed = offer.CommittedReplicas - (int)Math.Ceiling((double)offer.Candidate.ReclaimableGpus / request.Footprint.Gpus);
            spares[index] = Math.Clamp(committed - counts[index], 0, left);
            left -= spares[index];
        }

        return spares;
    }
}
