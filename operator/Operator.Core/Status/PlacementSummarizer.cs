using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>Where replicas are and what they cost: the full cost of those that exist.</summary>
internal static class PlacementSummarizer
{
    public static PlacementStatus? Summarize(StatusInput input, ThroughputStatus? throughput)
    {
        if (input.Spec is null) return input.Previous.Placement;
        if (input.Plan is null && !input.Replicas.Any()) return null;
        var uses = Uses(input).ToList();
        var hourly = uses.Sum(use => use.Existing * use.Full);
        return new PlacementStatus
        {
            Pools = [.. uses.Select(use => use.Placement)],
            Summary = string.Join(",", uses.Select(use => use.Placement.Name)),
            Rejected = input.Plan is { } plan ? plan.Rejected.Count == 0 ? null : plan.Rejected : input.Previous.Placement?.Rejected,
            Currency = uses.Select(use => use.Currency).FirstOrDefault(),
            HourlyCost = Amount.From(hourly),
            CostPerMillionTokens = PerMillion(hourly, throughput),
            SavingsVersusCloudOnly = uses.All(use => use.Cloud is not null) && uses.Count > 0 ? Amount.From(uses.Sum(use => use.Existing * (use.Cloud!.Value - use.Full))) : default(Amount?),
        };
    }

    private static IEnumerable<Use> Uses(StatusInput input)
    {
        var existing = input.Replicas.GroupBy(pod => pod.Pool).ToDictionary(pool => pool.Key, pool => (All: pool.Count(), Ready: pool.Count(pod => pod.Ready)), StringComparer.Ordinal);
        var allocations = (input.Plan?.Allocations ?? []).ToDictionary(allocation => allocation.Pool, StringComparer.Ordinal);
        foreach (var pool in input.Pools.OrderBy(pool => pool.Type).ThenBy(pool => pool.Name, StringComparer.Ordinal))
        {
            var allocation = allocations.GetValueOrDefault(pool.Name);
            var (all, ready) = existing.GetValueOrDefault(pool.Name);
            if (allocation is null && all == 0) continue;
            var full = allocation?.FullCost ?? Costs.Full(pool) * input.Spec!.Resources.Gpus;
            var cloud = allocation?.CloudCost ?? allocations.Values.Select(other => other.CloudCost).FirstOrDefault(cost => cost is not null);
            var placement = new PoolPlacement
            {
                Name = pool.Name,
                Type = pool.Type,
                Desired = allocation?.Replicas ?? 0,
                Replicas = all,
                Ready = ready,
                Spare = allocation?.Spare is > 0 and var spare ? spare : null,
                HourlyCost = Amount.From(all * full),
            };
            yield return new Use(placement, all, full, cloud, pool.Currency);
        }
    }

    private static Amount? PerMillion(decimal hourly, ThroughputStatus? throughput)
    {
        var perHour = (throughput?.TotalTokensPerSecond?.ToDecimal() ?? 0) * 3600;
        return perHour > 0 && hourly > 0 ? Amount.From(hourly / perHour * 1_000_000) : default(Amount?);
    }

    private sealed record Use(PoolPlacement Placement, int Existing, decimal Full, decimal? Cloud, string Currency);
}
