using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Advice;

/// <summary>What every owned and rented pool would keep busy now: what it does keep busy, and what the cloud serves that may come here.</summary>
public static class NeedSurvey
{
    public static IReadOnlyList<PoolNeed> Of(NeedInput input)
    {
        var pools = input.Pools.ToDictionary(pool => pool.Name, StringComparer.Ordinal);
        var needs = input.Services.Select(service => ServiceNeed.Of(service, pools)).OfType<ServiceNeed>().ToList();
        var committed = Committed(input);
        return
        [
            .. from pool in input.Pools
               where pool.Type != PoolType.Cloud
               let parts = needs.Where(need => need.Open.Contains(pool.Name)).Select(need => new NeedPart(need.Cloud, need.Beyond + need.Committed.GetValueOrDefault(pool.Name)))
               let own = pool.Type == PoolType.Dedicated ? RoomOfOurOwn(pool.Name, input.Pools, needs, committed) : 0
               select new PoolNeed(pool.Name, committed[pool.Name], Without(own, Stack(parts, pools))),
        ];
    }

    /// <summary>GPUs that are paid for whether used or not, less those of strangers' pods.</summary>
    private static Dictionary<string, int> Committed(NeedInput input) =>
        new GpuLedger(input.Pools, input.Nodes, [.. input.GpuUses.Where(use => use.Service is null)]).Accounts.ToDictionary(
            account => account.Pool.Name,
            account => Costs.IsCommitted(account.Pool, input.Now) ? Math.Max(0, (account.Pool.CommittedGpus ?? account.CapacityGpus) - account.Taken) : 0, StringComparer.Ordinal);

    /// <summary>GPUs of a rented pool's services that would have room on GPUs we own: those placement leaves idle because their energy costs something and rent is paid anyway.</summary>
    private static int RoomOfOurOwn(string rented, IReadOnlyList<EffectivePool> pools, IReadOnlyList<ServiceNeed> needs, Dictionary<string, int> committed)
    {
        var free = pools.Where(pool => pool.Type == PoolType.OnPremises)
            .ToDictionary(pool => pool.Name, pool => committed[pool.Name] - needs.Sum(need => need.Committed.GetValueOrDefault(pool.Name)), StringComparer.Ordinal);
        var moved = 0;
        foreach (var need in needs)
        {
            var left = need.Committed.GetValueOrDefault(rented);
            foreach (var own in free.Keys.Where(need.Open.Contains).ToList())
            {
                var gpus = Math.Clamp(free[own], 0, left);
                (free[own], left, moved) = (free[own] - gpus, left - gpus, moved + gpus);
            }
        }
        return moved;
    }

    private static List<NeedPart> Stack(IEnumerable<NeedPart> parts, Dictionary<string, EffectivePool> pools) =>
    [
        .. parts.GroupBy(part => part.Cloud, StringComparer.Ordinal)
            .OrderByDescending(group => pools.TryGetValue(group.Key, out var cloud) ? Costs.MarginalBeyond(cloud) : decimal.MaxValue)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new NeedPart(group.Key, group.Sum(part => part.Gpus)))
            .Where(part => part.Gpus > 0),
    ];

    /// <summary>Without so many GPUs, the cheapest alternatives first.</summary>
    private static List<NeedPart> Without(int gpus, List<NeedPart> parts)
    {
        for (var last = parts.Count - 1; last >= 0 && gpus > 0; last--)
        {
            var fewer = Math.Min(gpus, parts[last].Gpus);
            gpus -= fewer;
            parts[last] = parts[last] with { Gpus = parts[last].Gpus - fewer };
        }
        return [.. parts.Where(part => part.Gpus > 0)];
    }
}

/// <summary>One moment of the cluster.</summary>
public sealed record NeedInput
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Valid ones.</summary>
    public required IReadOnlyList<EffectivePool> Pools { get; init; }

    public required IReadOnlyList<ObservedNode> Nodes { get; init; }

    public required IReadOnlyList<ObservedGpuUse> GpuUses { get; init; }

    /// <summary>With the statuses last written.</summary>
    public required IEnumerable<ObservedService> Services { get; init; }
}
