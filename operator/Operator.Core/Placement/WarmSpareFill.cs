using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Replicas beyond what demand needs, where a GPU is paid for and nobody wants it: the next burst finds them ready instead of waiting for a lead time or paying a
/// cloud. Where use costs nothing more, all there are; where it costs energy, as many as scaling found worth it. They count for nothing else: not as supply, not
/// against other services' needs.
/// </summary>
internal static class WarmSpareFill
{
    /// <returns>Spares by offer.</returns>
    public static int[] Of(IReadOnlyList<PoolOffer> offers, int[] counts, PlacementRequest request)
    {
        var spares = new int[offers.Count];
        // A service at zero was put there on purpose.
        if (request.Placement.WarmSpares == WarmSpares.None || request.Replicas == 0) return spares;
        Fill(offer => offer.MarginalCommitted == 0, request.MaxReplicas);
        if (request.Placement.WarmSpares == WarmSpares.WherePaidFor) Fill(offer => offer.MarginalCommitted > 0, Math.Min(request.MaxReplicas, request.Replicas + request.Standby));
        return spares;

        void Fill(Func<PoolOffer, bool> suits, int most)
        {
            // What runs stays before anything new starts: a spare is not worth a move.
            foreach (var onlyHeld in new[] { true, false })
            {
                for (var index = 0; index < offers.Count; index++)
                {
                    if (!suits(offers[index])) continue;
                    var free = Free(offers[index], request);
                    if (onlyHeld) free = Math.Min(free, offers[index].Candidate.Holding.Replicas);
                    spares[index] += Math.Clamp(free - counts[index] - spares[index], 0, Math.Max(0, Math.Min(most - counts.Sum() - spares.Sum(), Affordable(index))));
                }
            }
        }

        int Affordable(int index) => request.Placement.MaxHourlyCost is { } ceiling && offers[index].MarginalCommitted > 0
            ? (int)Math.Clamp((ceiling - offers.Select((offer, other) => offer.MarginalOf(counts[other] + spares[other])).Sum()) / offers[index].MarginalCommitted, 0, int.MaxValue)
            : int.MaxValue;
    }

    /// <summary>Paid-for replicas, what other services hold as spares left to them.</summary>
    private static int Free(PoolOffer offer, PlacementRequest request) => offer.Candidate.IsCoolingDown(request.Now)
        ? 0
        : offer.CommittedReplicas - (int)Math.Ceiling((double)offer.Candidate.ReclaimableGpus / request.Footprint.Gpus);
}
