using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

public sealed class PlannerTests
{
    public static TheoryData<string, int, string> Bursts => new()
    {
        { "nothing wanted", 0, "" },
        { "home first", 1, "onprem 1" },
        { "home full", 2, "onprem 2" },
        { "then what is rented anyway", 4, "onprem 2, dedicated 2" },
        { "then the cloud, nodes to be made included", 8, "onprem 2, dedicated 2, cloud 4" },
        { "as much as there is", 12, "onprem 2, dedicated 2, cloud 6" },
    };

    [Theory]
    [MemberData(nameof(Bursts))]
    public void Fills_what_is_paid_for_first(string what, int replicas, string expected) => Assert.Equal((what, expected), (what, Show(Fleet.Mixed.Plan(replicas))));

    [Fact]
    public void Reports_what_is_short_and_each_pools_reason()
    {
        var plan = Fleet.Mixed.Plan(12);
        Assert.Equal(2, plan.Shortfall);
        Assert.Equal(
            ["cloud NoFreeGpus", "dedicated NoFreeGpus", "onprem NoFreeGpus"],
            plan.Rejected.Select(pool => $"{pool.Name} {pool.Reason}"));
    }

    [Fact]
    public void Keeps_the_cloud_until_home_answers()
    {
        var away = Fleet.Mixed.Holding("cloud", 2);
        Assert.Equal("onprem 2, cloud 1", Show(away.Holding("onprem", 2, ready: 1).Plan(2)));
        Assert.Equal("onprem 2", Show(away.Holding("onprem", 2).Plan(2)));
    }

    [Fact]
    public void Scaling_down_leaves_the_dearest_first_and_keeps_nothing_back() =>
        Assert.Equal("onprem 2, dedicated 1", Show(Fleet.Mixed.Holding("onprem", 2).Holding("dedicated", 2).Holding("cloud", 4).Plan(3)));

    [Fact]
    public void Never_moves_what_must_not_migrate()
    {
        var away = Fleet.Mixed.Holding("cloud", 2);
        var never = new PlacementSpec { Migration = MigrationPolicy.Never };
        Assert.Equal("cloud 2", Show(away.Plan(2, never)));
        Assert.Equal("onprem 1, cloud 2", Show(away.Plan(3, never)));
        Assert.Equal("cloud 1", Show(away.Plan(1, never)));
    }

    [Fact]
    public void Leaves_a_pool_that_is_no_longer_permitted_at_once()
    {
        var plan = Fleet.Mixed.Holding("cloud", 2).Plan(2, new() { Migration = MigrationPolicy.Never, Isolation = Isolation.SingleTenant });
        Assert.Equal("onprem 2", Show(plan));
        Assert.Equal(PlacementReasons.NotSingleTenant, Assert.Single(plan.Rejected, pool => pool.Name == "cloud").Reason);
    }

    [Fact]
    public void A_pool_on_cool_down_keeps_what_answers_and_gets_nothing_new()
    {
        var fleet = Fleet.Mixed.Holding("onprem", 2, ready: 1).CoolingDown("onprem", 60);
        Assert.Equal("onprem 1, dedicated 2", Show(fleet.Plan(3)));
        Assert.Equal("onprem 2, dedicated 1", Show(Fleet.Mixed.Holding("onprem", 2, ready: 2).CoolingDown("onprem", -1).Plan(3)));
    }

    [Fact]
    public void A_late_replica_stays_where_no_other_pool_has_room()
    {
        var fleet = new Fleet().With(Fleet.OnPremises).WithNode("onprem-1", "onprem", 4).Holding("onprem", 2, ready: 0).CoolingDown("onprem", 60);
        Assert.Equal(("onprem 2", 0), (Show(fleet.Plan(2)), fleet.Plan(2).Shortfall));
        var short3 = fleet.Plan(3);
        Assert.Equal(("onprem 2", 1, PlacementReasons.CoolingDown), (Show(short3), short3.Shortfall, Assert.Single(short3.Rejected).Reason));
        Assert.Equal("cloud 2", Show(fleet.With(Fleet.Cloud).WithNode("cloud-1", "cloud", 2).Plan(2)));
    }

    [Fact]
    public void Two_services_never_book_one_GPU()
    {
        var fleet = Fleet.Mixed.Booked("onprem", 1);
        Assert.Equal("onprem 1, dedicated 2", Show(fleet.Plan(3)));
        Assert.Equal("onprem 1, dedicated 2", Show(Fleet.Mixed.Used("onprem-1", 1, Fleet.Other).Plan(3)));
        Assert.Equal("onprem 1, dedicated 2", Show(Fleet.Mixed.Used("onprem-1", 1, by: null).Plan(3)));
        Assert.Equal("onprem 2, dedicated 1", Show(Fleet.Mixed.Used("onprem-1", 2, Fleet.Me).Holding("onprem", 2).Plan(3)));
    }

    [Fact]
    public void A_replica_needs_its_GPUs_on_one_node()
    {
        var fleet = new Fleet().With(Fleet.OnPremises).WithNode("a", "onprem", 4).WithNode("b", "onprem", 4).Used("a", 3, null).Used("b", 1, null);
        var plan = fleet.Plan(2, resources: new() { Gpus = 2 });
        Assert.Equal("onprem 1", Show(plan));
        Assert.Equal((1, "has no node with 2 free GPUs left"), (plan.Shortfall, Assert.Single(plan.Rejected).Message));
    }

    [Fact]
    public void A_node_that_is_lost_is_bridged_elsewhere() =>
        Assert.Equal("dedicated 2", Show(Fleet.Mixed.WithNode("onprem-1", "onprem", 2, usable: false).Holding("onprem", 2, ready: 0).Plan(2)));

    [Fact]
    public void A_rental_term_that_has_ended_commits_nothing()
    {
        var ended = Fleet.Pool("dedicated", new() { Type = PoolType.Dedicated, Cost = new() { GpuHour = "4.00", TermEnds = Fleet.Now } });
        Assert.Equal("onprem 2, cloud 1", Show(Fleet.Mixed.With(ended).Plan(3)));
    }

    [Fact]
    public void The_cost_ceiling_bounds_what_is_added_to_the_bill()
    {
        var plan = Fleet.Mixed.Plan(8, new() { MaxHourlyCost = "7.50" });
        Assert.Equal("onprem 2, dedicated 2, cloud 2", Show(plan));
        Assert.Equal(2, plan.Shortfall);
        Assert.Equal(PlacementReasons.MaxHourlyCostReached, Assert.Single(plan.Rejected, pool => pool.Name == "cloud").Reason);
    }

    [Theory]
    [InlineData(PlacementPolicy.LeastCost)]
    [InlineData(PlacementPolicy.Ordered)]
    [InlineData(PlacementPolicy.Fastest)]
    public void A_ceiling_that_was_lowered_wins_over_what_runs_already(PlacementPolicy policy)
    {
        var running = new Fleet().With(Fleet.Cloud).WithNode("cloud-1", "cloud", 6).Holding("cloud", 3);
        Assert.Equal("cloud 1", Show(running.Plan(4, new() { Policy = policy, Migration = MigrationPolicy.Never, MaxHourlyCost = "5" })));
    }

    [Fact]
    public void A_faster_pool_is_worth_its_price_when_fewer_replicas_do()
    {
        var fast = Fleet.Mixed with { Speeds = new Dictionary<string, double> { ["dedicated"] = 2 } };
        Assert.Equal("dedicated 2", Show((fast with { Pools = [Fleet.Dedicated, Fleet.Cloud] }).Plan(4)));
    }

    [Fact]
    public void Ordered_follows_the_list_and_Fastest_the_speed()
    {
        var fleet = Fleet.Mixed with { Speeds = new Dictionary<string, double> { ["cloud"] = 2 } };
        Assert.Equal("cloud 6, onprem 1", Show(Fleet.Mixed.Plan(7, new() { Policy = PlacementPolicy.Ordered, Pools = ["cloud", "onprem"] })));
        Assert.Equal("cloud 2", Show(fleet.Plan(4, new() { Policy = PlacementPolicy.Fastest })));
    }

    [Fact]
    public void Spot_carries_no_more_than_its_share()
    {
        var spot = Fleet.Pool("spot", new() { Type = PoolType.Cloud, Cost = new() { GpuHour = "0.40", Spot = true }, Capacity = new() { MaxGpus = 9 } });
        var fleet = new Fleet().With(spot).With(Fleet.Cloud);
        Assert.Equal("spot 4", Show(fleet.Plan(4)));
        Assert.Equal("cloud 2, spot 2", Show(fleet.Plan(4, new() { MaxSpotShare = "0.5" })));
    }

    [Fact]
    public void Prices_every_allocation_both_ways()
    {
        var plan = Fleet.Mixed.Plan(5);
        Assert.Equal(
            ["onprem 0.00 0.26 3.60", "dedicated 0.00 1.20 3.60", "cloud 3.60 3.60 3.60"],
            plan.Allocations.Select(pool => FormattableString.Invariant($"{pool.Pool} {pool.MarginalCost:0.00} {pool.FullCost:0.00} {pool.CloudCost:0.00}")));
    }

    private static string Show(PlacementPlan plan) => string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas}"));
}
