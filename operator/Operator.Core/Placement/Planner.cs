namespace InferOps.Operator.Core.Placement;

/// <summary>Decides how many replicas of one service go where: filter, fill by policy, move what is due, keep what is late and has no successor, make before break, bridge, add warm spares, explain.</summary>
public static class Planner
{
    /// <summary>The same request always gives the same plan, and a plan that has been applied gives itself again.</summary>
    public static PlacementPlan Plan(PlacementRequest request)
    {
        var eligibility = Eligibility.Of(request);
        var offers = Preference.Sort(eligibility.Permitted, request).Select(pool => PoolOffer.Of(pool, request)).ToList();
        var staged = StagedFill.Solve(offers, request);
        var target = LateReplicas.Keep(offers, staged.Counts, request);
        var kept = MakeBeforeBreak.Keep(offers, target, request);
        var bridges = Bridge.Of(offers, target, kept, request);
        int[] counts = [.. kept.Zip(bridges, (needed, bridging) => needed + bridging)];
        var spares = WarmSpareFill.Of(offers, counts, request);
        var filled = new FilledOffers(offers, counts, bridges, spares) { Shortfall = Shortfall(offers, target, request), AwaitedSince = staged.AwaitedSince };
        return new()
        {
            Allocations = Allocations.Of(filled, request),
            Rejected = Explanations.Of(eligibility.Rejected, filled, request),
            Shortfall = filled.Shortfall,
            Memory = request.Memory with { AwaitedSince = staged.AwaitedSince, MovedAt = staged.MovedAt, YieldingSince = Patience.Since(offers, request), Bridges = filled.BridgesByPool },
            PlanAgain = staged.NextMove,
        };
    }

    private static int Shortfall(IReadOnlyList<PoolOffer> offers, int[] target, PlacementRequest request)
    {
        var covered = offers.Select((offer, index) => offer.Candidate.Speed * target[index]).Sum();
        return (int)Math.Ceiling(Math.Max(0, request.Replicas - covered));
    }
}

/// <summary>What became of each offer; arrays by offer.</summary>
/// <param name="Counts">Replicas without spares.</param>
/// <param name="Bridges">Of these, the ones that bridge.</param>
internal sealed record FilledOffers(IReadOnlyList<PoolOffer> Offers, int[] Counts, int[] Bridges, int[] Spares)
{
    public IReadOnlyDictionary<string, int> BridgesByPool => Bridges.Any(bridges => bridges > 0)
        ? Offers.Select((offer, index) => (offer.Candidate.Pool.Name, Bridges: Bridges[index])).Where(pool => pool.Bridges > 0).ToDictionary(pool => pool.Name, pool => pool.Bridges)
        : PlacementMemory.Empty.Bridges;

    /// <summary>Replicas of speed 1 that have no pool.</summary>
    public required int Shortfall { get; init; }

    /// <summary>Better pools that have room, and since when.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> AwaitedSince { get; init; }
}
