using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Fills in two steps. First what is needed: what grows only grows, what shrinks only shrinks, nothing moves. Then what is better off elsewhere goes there, as far
/// as <see cref="Repatriation"/> lets it. Demand is thus met at once, and moves take their time.
/// </summary>
internal static class StagedFill
{
    public static StagedCounts Solve(IReadOnlyList<PoolOffer> offers, PlacementRequest request)
    {
        var settled = PolicyFill.Solve(offers, Settled(offers, request), request);
        if (request.Placement.Migration == MigrationPolicy.Never) return Still(settled, request);
        var wished = PolicyFill.Solve(offers, [.. offers.Select(offer => new FillRange(0, offer.Most))], request);
        if (wished.AsSpan().SequenceEqual(settled)) return Still(settled, request);

        var outline = new FillOutline(settled, wished);
        var awaited = offers.Where((_, index) => wished[index] > settled[index]).Select(offer => offer.Candidate.Pool.Name)
            .ToDictionary(pool => pool, pool => request.Memory.AwaitedSince.TryGetValue(pool, out var since) ? since : request.Now);
        var gates = Repatriation.Gates(offers, outline, awaited, request);
        var counts = PolicyFill.Solve(offers, gates.Ranges, request);
        var moves = !counts.AsSpan().SequenceEqual(settled);
        return new(counts, awaited, moves ? request.Now : request.Memory.MovedAt, gates.NextOpens);
    }

    private static StagedCounts Still(int[] settled, PlacementRequest request) => new(settled, PlacementMemory.Empty.AwaitedSince, request.Memory.MovedAt, null);

    private static List<FillRange> Settled(IReadOnlyList<PoolOffer> offers, PlacementRequest request)
    {
        // What only bridges is there for a while and no part of what is settled.
        var held = offers.Select(offer => offer.Held - Math.Min(offer.Held, request.Memory.Bridges.GetValueOrDefault(offer.Candidate.Pool.Name))).ToList();
        var enough = offers.Zip(held, (offer, replicas) => replicas * offer.Candidate.Speed).Sum() >= request.Replicas;
        return [.. offers.Zip(held, (offer, replicas) => enough ? new FillRange(0, replicas) : new FillRange(replicas, offer.Most))];
    }
}

/// <param name="Counts">Replicas by offer.</param>
/// <param name="AwaitedSince">Better pools that have room, and since when.</param>
/// <param name="MovedAt">When replicas last moved.</param>
/// <param name="NextMove">When a move that has to wait may be possible; null: none waits.</param>
internal sealed record StagedCounts(int[] Counts, IReadOnlyDictionary<string, DateTimeOffset> AwaitedSince, DateTimeOffset? MovedAt, DateTimeOffset? NextMove);
