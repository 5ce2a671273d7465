using FsCheck;
using FsCheck.Fluent;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Pools of every kind and services that permit some of them. What permits what is written here from the API's description alone.</summary>
public sealed class CompatibilityProperties
{
    private const int Gibi = 1024;
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    private static readonly Gen<Pool> Pools =
        from type in Gen.Elements(PoolType.OnPremises, PoolType.Dedicated, PoolType.Cloud)
        from region in Gen.Elements(null, "eu", "us")
        from dataClass in Gen.Elements(null, "internal", "secret")
        from tier in Gen.Elements("gold", "tin")
        from product in Gen.Elements("NVIDIA-L40S", "NVIDIA-T4")
        from gibi in Gen.Elements(16, 48)
        from gpus in Gen.Choose(0, 4)
        from vendor in Gen.Elements("nvidia.com/gpu", "nvidia.com/gpu", "amd.com/gpu")
        from held in Gen.Choose(0, 3)
        select new Pool(type, region, dataClass, tier, product, gibi, gpus, vendor, held);

    private static readonly Gen<Wish> Wishes =
        from names in Gen.Elements<string[]?>(null, null, ["p0", "p2"])
        from tier in Gen.Elements(null, null, "gold")
        from types in Gen.Elements<PoolType[]?>(null, null, [PoolType.OnPremises, PoolType.Cloud])
        from region in Gen.Elements(null, null, "eu")
        from dataClass in Gen.Elements(null, null, "internal")
        from isolation in Gen.Elements(Isolation.Shared, Isolation.SingleTenant)
        from product in Gen.Elements(null, null, "NVIDIA-L40S")
        from gibi in Gen.Elements<int?>(null, 20, 80)
        from gpus in Gen.Choose(1, 2)
        from replicas in Gen.Choose(0, 8)
        from policy in Gen.Elements(PlacementPolicy.LeastCost, PlacementPolicy.Fastest, PlacementPolicy.Ordered)
        select new Wish(names, tier, types, region, dataClass, isolation, product, gibi, gpus, replicas, policy);

    [Fact]
    public void An_incompatible_pool_is_never_chosen() => Prop.ForAll((from pools in Gen.ArrayOf(Pools, 3) from wish in Wishes select (pools, wish)).ToArbitrary(), world =>
    {
        var plan = Plan(world.pools, world.wish);
        return world.pools.Select((pool, index) => (pool, name: $"p{index}")).All(one =>
            world.wish.Permits(one.pool, one.name)
                ? plan.Allocations.Any(used => used.Pool == one.name) || plan.Rejected.Any(rejected => rejected.Name == one.name)
                : plan.Allocations.All(used => used.Pool != one.name) && plan.Rejected.Any(rejected => rejected.Name == one.name));
    }).Check(Many);

    private static PlacementPlan Plan(Pool[] pools, Wish wish)
    {
        var fleet = new Fleet();
        for (var index = 0; index < pools.Length; index++)
        {
            var (pool, name) = (pools[index], $"p{index}");
            var spec = new ComputePoolSpec
            {
                Type = pool.Type, Gpu = new() { ResourceName = pool.Vendor }, Cost = new() { GpuHour = $"{index + 1}" },
                Regions = pool.Region is null ? null : [pool.Region], DataClasses = pool.DataClass is null ? null : [pool.DataClass],
            };
            fleet = fleet.With(Fleet.Pool(name, spec) with { Labels = new Dictionary<string, string> { ["tier"] = pool.Tier } })
                .WithNode(name, name, pool.Gpus, product: pool.Product, mebibytes: pool.Gibi * Gibi, resource: pool.Vendor).Holding(name, pool.Held);
        }
        var placement = new PlacementSpec
        {
            Pools = wish.Names, PoolSelector = wish is { Names: null, Tier: { } tier } ? new() { MatchLabels = new Dictionary<string, string> { ["tier"] = tier } } : null,
            PoolTypes = wish.Types, Regions = wish.Region is null ? null : [wish.Region], DataClass = wish.DataClass, Isolation = wish.Isolation, Policy = wish.Policy,
        };
        var resources = new ResourcesSpec { Gpus = wish.Gpus, GpuMemory = wish.Gibi is { } gibi ? (Quantity?)new Quantity($"{gibi}Gi") : null, GpuProducts = wish.Product is null ? null : [wish.Product] };
        return fleet.Plan(wish.Replicas, placement, resources, vendors: ["nvidia.com"]);
    }

    private sealed record Pool(PoolType Type, string? Region, string? DataClass, string Tier, string Product, int Gibi, int Gpus, string Vendor, int Held);

    private sealed record Wish(
        string[]? Names, string? Tier, PoolType[]? Types, string? Region, string? DataClass, Isolation Isolation, string? Product, int? Gibi, int Gpus, int Replicas, PlacementPolicy Policy)
    {
        public bool Permits(Pool pool, string name) =>
            (Names is null ? Tier is null || pool.Tier == Tier : Names.Contains(name))
            && (Types is null || Types.Contains(pool.Type))
            && (Region is null || pool.Region == Region)
            && (DataClass is null || pool.DataClass == DataClass)
            && (Isolation == Isolation.Shared || pool.Type != PoolType.Cloud)
            && (Product is null || pool.Product == Product)
            && (pool.Vendor == "nvidia.com/gpu")
            // Nothing is known of GPUs that are not there; then the pool may be permitted, and holds nothing.
            && (pool.Gpus == 0 || ((Gibi is not { } total || total <= pool.Gibi * Gpus) && Gpus <= pool.Gpus));
    }
}
