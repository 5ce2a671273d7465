using InferOps.Operator.Core.Placement.Filling;

namespace InferOps.Operator.Core.Placement;

/// <summary>Decides how many replicas of one service go where: filter, fill by policy, keep what is late and has no successor, make before break, add warm spares, explain.</summary>
public static class Planner
{
    /// <summary>The same request always gives the same plan, and a plan that has been applied gives itself again.</summary>
    public static PlacementPlan Plan(PlacementRequest request)
    {
        var eligibility = Eligibility.Of(request);
        var offers = Preference.Sort(eligibility.Permitted, request).Select(pool => PoolOffer.Of(pool, request)).ToList();
        var target = LateReplicas.Keep(offers, PolicyFill.Solve(offers, request), request);
        var counts = MakeBeforeBreak.Keep(offers, target, request);
        var shortfall = Shortfall(offers, target, request);
        var spares = WarmSpareFill.Of(offers, counts, request);
        return new()
        {
            Allocations = Allocations.Of(offers, counts, spares, request),
            Rejected = Explanations.Of(eligibility.Rejected, offers, counts, shortfall, request),
            Shortfall = shortfall,
        };
    }

    private static int Shortfall(List<PoolOffer> offers, int[] target, PlacementRequest request)
    {
        var covered = offers.Select((offer, index) => offer.Candidate.Speed * target[index]).Sum();
        return (int)Math.Ceiling(Math.Max(0, request.Replicas - covered));
    }
}
