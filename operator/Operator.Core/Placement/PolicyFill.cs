using InferOps.Operator.Core.Placement.Filling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>States the fill problem for a service and solves it by the service's policy.</summary>
internal static class PolicyFill
{
    /// <returns>Replicas by offer.</returns>
    public static int[] Solve(IReadOnlyList<PoolOffer> offers, PlacementRequest request)
    {
        var lots = offers.SelectMany((offer, index) => Lots(offer, index)).ToList();
        if (request.Placement.Migration == MigrationPolicy.Never) lots = Pinned(lots, request.Replicas);
        // Lots of equal speed keep their order, the cheaper first.
        if (request.Placement.Policy == PlacementPolicy.Fastest)
            lots = [.. lots.OrderByDescending(lot => lot.Speed).ThenBy(lot => lot.MarginalCost)];

        var problem = new FillProblem(lots, request.Replicas, SpotLimit(lots, request), request.Placement.MaxHourlyCost);
        var counts = request.Placement.Policy == PlacementPolicy.LeastCost
            // Pinned replicas may cost more than a ceiling that was lowered: then the ceiling wins.
            ? LeastCostFill.Solve(problem) ?? LeastCostFill.Solve(problem with { Lots = [.. lots.Select(lot => lot with { Min = 0 })] })!
            : OrderedFill.Solve(problem);

        var byOffer = new int[offers.Count];
        for (var index = 0; index < lots.Count; index++) byOffer[lots[index].Pool] += counts[index];
        return byOffer;
    }

    private static IEnumerable<FillLot> Lots(PoolOffer offer, int index)
    {
        var lead = (decimal)offer.Candidate.Pool.LeadTime.TotalHours;
        var held = Math.Min(offer.Candidate.Holding.Replicas, offer.Availability.Replicas);
        var committed = new FillLot
        {
            Pool = index,
            Max = offer.CommittedReplicas,
            Current = Math.Min(held, offer.CommittedReplicas),
            MarginalCost = offer.MarginalCommitted,
            // What the pool bills while a replica loads its model and serves nobody.
            StartCost = offer.MarginalCommitted * lead,
            Speed = offer.Candidate.Speed,
            Spot = offer.Candidate.Pool.Spot,
        };
        yield return committed;
        yield return committed with
        {
            Max = offer.Availability.Replicas - offer.CommittedReplicas,
            Current = held - committed.Current,
            MarginalCost = offer.MarginalBeyond,
            StartCost = offer.MarginalBeyond * lead,
        };
    }

    /// <summary>Nothing moves: what grows only grows, what shrinks only shrinks.</summary>
    private static List<FillLot> Pinned(List<FillLot> lots, int required) => lots.Sum(lot => lot.Current * lot.Speed) < required
        ? [.. lots.Select(lot => lot with { Min = lot.Current })]
        : [.. lots.Select(lot => lot with { Max = lot.Current })];

    private static decimal? SpotLimit(List<FillLot> lots, PlacementRequest request) =>
        request.Placement.MaxSpotShare < 1 && lots.Any(lot => lot.Spot) ? request.Placement.MaxSpotShare * request.Replicas : null;
}
