using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>Prices the replicas of a plan.</summary>
internal static class Allocations
{
    public static IReadOnlyList<PoolAllocation> Of(FilledOffers filled, PlacementRequest request)
    {
        // Per replica of speed 1, so that a faster replica is compared with as much cloud as it replaces.
        var cloud = filled.Offers
            .Where(offer => offer.Candidate.Pool.Type == PoolType.Cloud)
            .Select(offer => (decimal?)(offer.FullCost / offer.Candidate.Speed))
            .Min();
        return
        [
            .. from index in Enumerable.Range(0, filled.Offers.Count)
               let offer = filled.Offers[index]
               let count = filled.Counts[index] + filled.Spares[index]
               where count > 0
               select new PoolAllocation
               {
                   Pool = offer.Candidate.Pool.Name,
                   Type = offer.Candidate.Pool.Type,
                   Replicas = count,
                   Spare = filled.Spares[index],
                   Bridging = filled.Bridges[index],
                   Regret = Regret(filled, index, request),
                   Room = offer.Candidate.RoomFor(request.Footprint.Gpus),
                   MarginalCost = offer.MarginalOf(count) / count,
                   FullCost = offer.FullCost,
                   CloudCost = cloud * offer.Candidate.Speed,
               },
        ];
    }

    /// <summary>Second-best minus best; null where there is no second.</summary>
    private static decimal? Regret(FilledOffers filled, int index, PlacementRequest request)
    {
        if (request.Placement.Migration == MigrationPolicy.Never) return null;
        var here = filled.Offers[index].MarginalOf(filled.Counts[index]) - filled.Offers[index].MarginalOf(filled.Counts[index] - 1);
        return Enumerable.Range(0, filled.Offers.Count)
            .Where(other => other != index && filled.Offers[other].Availability.Replicas > filled.Counts[other] && !filled.Offers[other].Candidate.IsCoolingDown(request.Now))
            .Select(other => (decimal?)(filled.Offers[other].MarginalOf(filled.Counts[other] + 1) - filled.Offers[other].MarginalOf(filled.Counts[other]) - here) / request.Footprint.Gpus)
            .Min();
    }
}
