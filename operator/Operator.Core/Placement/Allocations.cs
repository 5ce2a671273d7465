using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>Prices the replicas of a plan.</summary>
internal static class Allocations
{
    public static IReadOnlyList<PoolAllocation> Of(IReadOnlyList<PoolOffer> offers, int[] counts, int[] spares, PlacementRequest request)
    {
        // Per replica of speed 1, so that a faster replica is compared with as much cloud as it replaces.
        var cloud = offers
            .Where(offer => offer.Candidate.Pool.Type == PoolType.Cloud)
            .Select(offer => (decimal?)(offer.FullCost / offer.Candidate.Speed))
            .Min();
        return
        [
            .. offers.Select((offer, index) => (offer, count: counts[index] + spares[index], spare: spares[index])).Where(pair => pair.count > 0).Select(pair => new PoolAllocation
            {
                Pool = pair.offer.Candidate.Pool.Name,
                Type = pair.offer.Candidate.Pool.Type,
                Replicas = pair.count,
                Spare = pair.spare,
                Room = pair.offer.Candidate.RoomFor(request.Footprint.Gpus),
                MarginalCost = pair.offer.MarginalOf(pair.count) / pair.count,
                FullCost = pair.offer.FullCost,
                CloudCost = cloud * pair.offer.Candidate.Speed,
            }),
        ];
    }
}
