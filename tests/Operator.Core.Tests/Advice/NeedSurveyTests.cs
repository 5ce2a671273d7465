using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Tests.Advice;

public sealed class NeedSurveyTests
{
    private static readonly ObservedPool Spot = Market.Pool("spot", PoolType.Cloud, new() { GpuHour = "0.70", Spot = true });

    [Fact]
    public void A_pool_is_needed_for_what_it_holds_and_for_what_the_cloud_holds_of_its_services() =>
        Assert.Equal("home 4 cloud, rented 5 cloud", Survey(Service(6, ("home", 1), ("rented", 2), ("cloud", 3)), home: 1));

    [Fact]
    public void Spares_are_not_needed() =>
        Assert.Equal("home 1 cloud, rented 0", Survey(Service(1, new PoolPlacement { Name = "home", Desired = 3, Spare = 2 }), home: 3));

    [Fact]
    public void What_bridges_until_another_pool_answers_counts_once() =>
        Assert.Equal("home 2 cloud, rented 1 cloud", Survey(Service(2, ("home", 1), ("cloud", 2)), home: 1));

    [Fact]
    public void What_has_no_room_anywhere_is_needed_all_the_same() => Assert.Equal("home 5 cloud, rented 4 cloud", Survey(Service(5, ("home", 1)), home: 1));

    [Fact]
    public void A_pool_that_a_service_may_not_use_is_not_needed_for_it() =>
        Assert.Equal("home 0, rented 2 cloud", Survey(Closed(Service(2, ("cloud", 2)), "home")));

    [Fact]
    public void Where_no_cloud_may_serve_there_is_no_alternative() =>
        Assert.Equal("home 2 -, rented 2 -", Survey(Closed(Service(2), "cloud")));

    [Fact]
    public void The_cheapest_cloud_that_may_carry_everything_is_the_alternative()
    {
        Assert.Equal("home 1 spot, rented 1 spot", Survey(Service(1), pools: [Spot]));
        Assert.Equal("home 1 cloud, rented 1 cloud", Survey(Service(1, [], spec => spec with { Placement = new() { MaxSpotShare = "0.5" } }), pools: [Spot]));
    }

    [Fact]
    public void Rented_GPUs_are_not_needed_for_what_has_room_on_our_own() =>
        Assert.Equal("home 0, rented 1 cloud", Survey(Service(3, ("rented", 3)), home: 2));

    [Fact]
    public void A_replica_counts_with_all_its_GPUs() =>
        Assert.Equal("home 8 cloud, rented 8 cloud", Survey(Service(2, [], spec => spec with { Resources = new() { Gpus = 4 } })));

    [Fact]
    public void What_is_not_placed_yet_is_not_known() =>
        Assert.Equal("home 0, rented 0", Survey(Service(3) with { Status = new() }));

    private static string Survey(ObservedService service, int home = 0, params IReadOnlyList<ObservedPool> pools)
    {
        var own = Market.Home with { Spec = Market.Home.Spec with { Capacity = new() { CommittedGpus = home, MaxGpus = 100 } } };
        var needs = NeedSurvey.Of(new() { Now = Market.Noon, Pools = [.. new[] { own, Market.Rented, Market.Cloud }.Concat(pools).Select(EffectivePool.Resolve)], Nodes = [], GpuUses = [], Services = [service] });
        return string.Join(", ", needs.Select(need => $"{need.Pool} {need.Gpus} {string.Join(" ", need.Parts.Select(part => part.Cloud.Length == 0 ? "-" : part.Cloud))}".TrimEnd()));
    }

    private static ObservedService Service(int desired, params IReadOnlyList<(string Pool, int Replicas)> pools) =>
        Service(desired, [.. pools.Select(pool => new PoolPlacement { Name = pool.Pool, Desired = pool.Replicas })], spec => spec);

    private static ObservedService Service(int desired, PoolPlacement pool) => Service(desired, [pool], spec => spec);

    /// <summary>Placed so, and free to use every other pool.</summary>
    private static ObservedService Service(int desired, IReadOnlyList<PoolPlacement> pools, Func<InferenceServiceSpec, InferenceServiceSpec> change) => new()
    {
        Key = new("team-a", "chat"),
        Uid = "1",
        Generation = 1,
        Spec = change(new() { Model = new() { Uri = "hf://acme/chat/chat.gguf" } }),
        Status = new()
        {
            DesiredReplicas = desired,
            Placement = new() { Pools = pools, Rejected = [.. new[] { "home", "rented", "cloud", "spot" }.Except(pools.Select(pool => pool.Name)).Select(pool => new RejectedPool { Name = pool, Reason = PlacementReasons.NotNeeded })] },
        },
    };

    private static ObservedService Closed(ObservedService service, string pool)
    {
        var placement = service.Status.Placement!;
        var rejected = placement.Rejected!.Select(one => one.Name == pool ? one with { Reason = PlacementReasons.DataClassNotPermitted } : one);
        return service with { Status = service.Status with { Placement = placement with { Rejected = [.. rejected] } } };
    }
}
