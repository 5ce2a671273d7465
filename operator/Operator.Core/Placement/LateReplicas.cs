namespace InferOps.Operator.Core.Placement;

/// <summary>
/// Keeps replicas that a cool-down would take away where no other pool has room for their successors: a replica that loads slowly is better than none, and
/// one that is removed and made again every minute never finishes loading.
/// </summary>
internal static class LateReplicas
{
    /// <returns>Replicas by offer: the target, and what stays although its pool is left alone.</returns>
    public static int[] Keep(IReadOnlyList<PoolOffer> offers, int[] target, PlacementRequest request)
    {
        var counts = target.ToArray();
        var missing = request.Replicas - offers.Select((offer, index) => offer.Candidate.Speed * target[index]).Sum();
        var spent = offers.Select((offer, index) => offer.MarginalOf(target[index])).Sum();
        for (var index = 0; index < counts.Length; index++)
        {
            var pool = offers[index].Candidate;
            // With a limited spot share, whether one more fits depends on all others: then a late spot replica goes.
            if (!pool.IsCoolingDown(request.Now) || (pool.Pool.Spot && request.Placement.MaxSpotShare < 1)) continue;
            var held = Math.Min(Math.Min(pool.Holding.Replicas, pool.Holding.Created), pool.RoomFor(request.Footprint.Gpus));
            while (missing > 0 && counts[index] < held)
            {
                var added = offers[index].MarginalOf(counts[index] + 1) - offers[index].MarginalOf(counts[index]);
                if (spent + added > request.Placement.MaxHourlyCost) break;
                counts[index]++;
                missing -= pool.Speed;
                spent += added;
            }
        }
        return counts;
    }
}
