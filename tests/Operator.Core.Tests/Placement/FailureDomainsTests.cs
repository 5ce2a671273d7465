using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Three pools of the same price, two of them in one zone.</summary>
public sealed class FailureDomainsTests
{
    private static readonly Fleet Zones = new Fleet()
        .With(Pool("a1")).WithNode("a1", "a1", 4, zone: "a").With(Pool("a2")).WithNode("a2", "a2", 4, zone: "a").With(Pool("b")).WithNode("b", "b", 4, zone: "b");

    [Theory]
    [InlineData(1, "a1 1")]
    [InlineData(2, "a1 1, b 1")]
    [InlineData(5, "a1 3, b 2")]
    [InlineData(10, "a1 4, a2 2, b 4")]
    public void Replicas_of_equal_cost_are_spread_over_zones(int replicas, string expected) => Assert.Equal(expected, Show(Zones.Plan(replicas)));

    [Fact]
    public void Scaling_down_keeps_one_in_each_zone() => Assert.Equal("a1 1, b 1", Show(Zones.Holding("a1", 2).Holding("b", 2).Plan(2)));

    [Fact]
    public void Nothing_that_runs_moves_for_it()
    {
        Assert.Equal("a1 2", Show(Zones.Holding("a1", 2).Plan(2)));
        Assert.Equal("a1 2, b 2", Show(Zones.Holding("a1", 2).Plan(4)));
    }

    [Fact]
    public void A_price_a_weight_or_a_list_goes_first()
    {
        Assert.Equal("a1 2", Show(Zones.With(Pool("b", gpuHour: "2.01")).Plan(2)));
        Assert.Equal("a1 2", Show(Zones.With(Pool("a1", weight: 1)).Plan(2)));
        Assert.Equal("a1 2", Show(Zones.Plan(2, new() { Policy = PlacementPolicy.Ordered })));
    }

    [Fact]
    public void Regions_count_where_nodes_tell_no_zone_and_what_is_unknown_is_not_spread()
    {
        var regions = new Fleet().With(Pool("a1", region: "eu")).WithNode("a1", "a1", 4).With(Pool("b", region: "us")).WithNode("b", "b", 4);
        Assert.Equal("a1 1, b 1", Show(regions.Plan(2)));
        Assert.Equal("a1 2", Show(regions.With(Pool("b")).Plan(2)));
    }

    private static ObservedPool Pool(string name, string gpuHour = "2.00", int weight = 0, string? region = null) => Fleet.Pool(name, new()
    {
        Type = PoolType.Cloud, Cost = new() { GpuHour = gpuHour }, Weight = weight, Regions = region is null ? null : [region],
    });

    private static string Show(PlacementPlan plan) => string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas}"));
}
