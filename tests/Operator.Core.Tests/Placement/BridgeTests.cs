using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>A cheap pool that takes twenty minutes, and a dear one that takes two.</summary>
public sealed class BridgeTests
{
    private static readonly Fleet Pools = new Fleet { Urgent = true }
        .With(Pool("cheap", "1.00", "20m")).WithNode("cheap-1", "cheap", 4)
        .With(Pool("fast", "4.00", "2m")).WithNode("fast-1", "fast", 4);

    [Fact]
    public void Starts_the_cheap_pool_and_bridges_with_the_fast_one()
    {
        var plan = Pools.Plan(2);
        Assert.Equal("cheap 2, fast 2", Show(plan));
        Assert.Equal((0, 2), (plan.Allocations[0].Bridging, plan.Allocations[1].Bridging));
    }

    [Fact]
    public void The_bridge_stands_until_the_cheap_pool_answers_and_then_goes()
    {
        var started = Pools.Holding("cheap", 2, ready: 0).Holding("fast", 2, ready: 0);
        Assert.Equal("cheap 2, fast 2", Show(started.Plan(2)));
        Assert.Equal("cheap 2, fast 2", Show((started with { Urgent = false }).Plan(2)));
        var bridged = Pools.Holding("cheap", 2, ready: 0).Holding("fast", 2);
        // What answers is kept whether or not somebody waits.
        Assert.Equal("cheap 2, fast 2", Show((bridged with { Urgent = false }).Plan(2)));
        Assert.Equal("cheap 2, fast 1", Show(bridged.Holding("cheap", 2, ready: 1).Plan(2)));
        Assert.Equal("cheap 2", Show(bridged.Holding("cheap", 2).Plan(2)));
    }

    [Fact]
    public void A_bridge_is_no_part_of_what_there_is_when_demand_grows()
    {
        var bridged = Pools.Holding("cheap", 2, ready: 0).Holding("fast", 2);
        Assert.Equal("cheap 3, fast 3", Show((bridged with { Memory = Pools.Plan(2).Memory }).Plan(3)));
    }

    [Fact]
    public void Only_what_is_missing_is_bridged() => Assert.Equal("cheap 3, fast 1", Show(Pools.Holding("cheap", 2).Plan(3)));

    [Fact]
    public void Nobody_waits_so_nothing_is_bridged() => Assert.Equal("cheap 2", Show((Pools with { Urgent = false }).Plan(2)));

    [Fact]
    public void A_pool_that_is_hardly_faster_is_no_bridge() => Assert.Equal("cheap 2", Show(Pools.With(Pool("fast", "4.00", "11m")).Plan(2)));

    [Fact]
    public void A_bridge_keeps_to_the_cost_ceiling() => Assert.Equal("cheap 2, fast 1", Show(Pools.Plan(2, new() { MaxHourlyCost = "7.00" })));

    private static ObservedPool Pool(string name, string price, string lead) =>
        Fleet.Pool(name, new() { Type = PoolType.Cloud, Cost = new() { GpuHour = price }, LeadTime = new() { Scale = lead } });

    private static string Show(PlacementPlan plan) => string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas}"));
}
