using InferOps.Operator.Core.Placement.Filling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>Replicas that a pool must and may hold.</summary>
internal readonly record struct FillRange(int Min, int Max);

/// <summary>States the fill problem for a service and solves it by the service's policy.</summary>
internal static class PolicyFill
{
    /// <summary>Dearer than any price: only what has no room anywhere displaces others, and no more of them than it must.</summary>
    private const decimal DisplacementCost = 1_000_000;

    /// <param name="ranges">By offer.</param>
    /// <returns>Replicas by offer.</returns>
    public static int[] Solve(IReadOnlyList<PoolOffer> offers, IReadOnlyList<FillRange> ranges, PlacementRequest request)
    {
        var lots = offers.SelectMany((offer, index) => Lots(offer, index, ranges[index])).ToList();
        // Lots of equal speed keep their order, the cheaper first; what displaces others comes last.
        lots = request.Placement.Policy == PlacementPolicy.Fastest
            ? [.. lots.OrderBy(lot => lot.Displaces).ThenByDescending(lot => lot.Speed).ThenBy(lot => lot.MarginalCost)]
            : [.. lots.OrderBy(lot => lot.Displaces)];

        var problem = new FillProblem(lots, request.Replicas, SpotLimit(lots, request), request.Placement.MaxHourlyCost);
        Func<FillProblem, int[]?> solve = request.Placement.Policy == PlacementPolicy.LeastCost ? LeastCostFill.Solve : OrderedFill.Solve;
        // What must stay may cost more than a ceiling that was lowered: then the ceiling wins.
        var counts = solve(problem) ?? solve(problem with { Lots = [.. lots.Select(lot => lot with { Min = 0 })] })!;

        var byOffer = new int[offers.Count];
        for (var index = 0; index < lots.Count; index++) byOffer[lots[index].Pool] += counts[index];
        FailureDomains.Spread(offers, ranges, byOffer, request);
        return byOffer;
    }

    private static IEnumerable<FillLot> Lots(PoolOffer offer, int index, FillRange range)
    {
        var lead = (decimal)offer.Candidate.Pool.LeadTime.TotalHours;
        var committed = new FillLot
        {
            Pool = index,
            Min = Math.Min(range.Min, offer.CommittedReplicas),
            Max = Math.Min(range.Max, offer.CommittedReplicas),
            Current = Math.Min(offer.Held, offer.CommittedReplicas),
            MarginalCost = offer.MarginalCommitted,
            // What the pool bills while a replica loads its model and serves nobody.
            StartCost = offer.MarginalCommitted * lead,
            Speed = offer.Candidate.Speed,
            Spot = offer.Candidate.Pool.Spot,
        };
        yield return committed;
        var room = offer.Availability.Replicas;
        yield return committed with
        {
            Min = Math.Min(range.Min, room) - committed.Min,
            Max = Math.Min(range.Max, room) - committed.Max,
            Current = offer.Held - committed.Current,
            MarginalCost = offer.MarginalBeyond,
            StartCost = offer.MarginalBeyond * lead,
        };
        if (range.Max <= room) yield break;
        yield return committed with
        {
            Min = Math.Max(0, range.Min - room),
            Max = Math.Min(range.Max - room, offer.Displaceable),
            Current = 0,
            StartCost = DisplacementCost,
            Displaces = true,
        };
    }

    private static decimal? SpotLimit(List<FillLot> lots, PlacementRequest request) =>
        request.Placement.MaxSpotShare < 1 && lots.Any(lot => lot.Spot) ? request.Placement.MaxSpotShare * request.Replicas : null;
}
