using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Spreads replicas over zones where that costs nothing: one that could as well stand in another pool goes where fewer stand, so that one zone does not take all of them.
/// <code>
/// domains   the zones of a pool's nodes; its regions where nodes tell no zone; where neither is known, nothing is spread
/// load      replicas in a domain; those of a pool that lies in several are divided evenly, as its pods are
/// best      the least Σ load²
/// </code>
/// Pools are equal when a replica costs, starts and works the same in both, and nobody weighted or listed one before the other. Nothing that runs moves for it.
/// </summary>
internal static class FailureDomains
{
    /// <param name="counts">Replicas by offer; changed in place.</param>
    public static void Spread(IReadOnlyList<PoolOffer> offers, IReadOnlyList<FillRange> ranges, int[] counts, PlacementRequest request)
    {
        if (request.Placement.Policy == PlacementPolicy.Ordered || offers.Count(offer => offer.Candidate.Domains.Count > 0) < 2) return;
        while (Best(offers, ranges, counts) is var (from, to))
        {
            counts[from]--;
            counts[to]++;
        }
    }

    /// <summary>The exchange that spreads most; null: none spreads further.</summary>
    private static (int From, int To)? Best(IReadOnlyList<PoolOffer> offers, IReadOnlyList<FillRange> ranges, int[] counts)
    {
        (int From, int To)? best = null;
        var least = Unevenness(offers, counts);
        // Of pools that are equal in this, too, the earlier one is preferred.
        for (var from = counts.Length - 1; from >= 0; from--)
        {
            if (counts[from] <= ranges[from].Min) continue;
            for (var to = 0; to < counts.Length; to++)
            {
                if (to == from || counts[to] >= Math.Min(ranges[to].Max, offers[to].Availability.Replicas) || !AreEqual(offers[from], counts[from], offers[to], counts[to])) continue;
                int[] spread = [.. counts];
                spread[from]--;
                spread[to]++;
                if (Unevenness(offers, spread) is var unevenness && unevenness < least) (best, least) = ((from, to), unevenness);
            }
        }
        return best;
    }

    /// <summary>Whether the last replica of one pool could as well be the next of another.</summary>
    private static bool AreEqual(PoolOffer one, int last, PoolOffer other, int next)
    {
        var (here, there) = (one.Candidate, other.Candidate);
        if (here.Domains.Count == 0 || there.Domains.Count == 0 || here.Speed != there.Speed || here.Pool.Spot != there.Pool.Spot || here.Pool.Weight != there.Pool.Weight) return false;
        if (one.MarginalOf(last) - one.MarginalOf(last - 1) != other.MarginalOf(next + 1) - other.MarginalOf(next)) return false;
        return next < other.Held || (last > one.Held && there.Pool.LeadTime <= here.Pool.LeadTime);
    }

    private static decimal Unevenness(IReadOnlyList<PoolOffer> offers, int[] counts)
    {
        var loads = new Dictionary<string, decimal>(StringComparer.Ordinal);
        for (var index = 0; index < counts.Length; index++)
        {
            var domains = offers[index].Candidate.Domains;
            foreach (var domain in domains) loads[domain] = loads.GetValueOrDefault(domain) + (decimal)counts[index] / domains.Count;
        }
        return loads.Values.Sum(load => load * load);
    }
}
