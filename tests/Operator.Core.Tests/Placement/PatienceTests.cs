using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Two replicas run at home, and another service has taken one of their GPUs.</summary>
public sealed class PatienceTests
{
    private static readonly Fleet Home = new Fleet().With(Fleet.OnPremises).WithNode("onprem-1", "onprem", 2).Used("onprem-1", 1, Fleet.Me).Used("onprem-1", 1, Fleet.Me).Holding("onprem", 2);
    private static readonly Fleet Both = Home.With(Fleet.Cloud).WithNode("cloud-1", "cloud", 2);

    [Fact]
    public void A_victim_with_room_elsewhere_makes_before_it_breaks()
    {
        var asked = Both.Yielding("onprem", keeps: 1);
        var first = asked.Plan(2);
        Assert.Equal(("onprem 2, cloud 1", 0), (Show(first), first.Shortfall));
        Assert.Equal("onprem 1, cloud 1", Show((asked with { Memory = first.Memory }).Holding("cloud", 1).Plan(2)));
    }

    [Fact]
    public void It_keeps_nothing_longer_than_its_successors_may_take()
    {
        var asked = Both.Yielding("onprem", keeps: 1);
        var starting = (asked with { Memory = asked.Plan(2).Memory }).Holding("cloud", 1, ready: 0);
        // One and a half times five minutes.
        Assert.Equal("onprem 2, cloud 1", Show(starting.After(TimeSpan.FromSeconds(449)).Plan(2)));
        Assert.Equal("onprem 1, cloud 1", Show(starting.After(TimeSpan.FromSeconds(450)).Plan(2)));
    }

    [Fact]
    public void Without_room_elsewhere_it_breaks_at_once()
    {
        var plan = Home.Yielding("onprem", keeps: 1).Plan(2);
        Assert.Equal(("onprem 1", 1, PlacementReasons.YieldedGpus), (Show(plan), plan.Shortfall, Assert.Single(plan.Rejected).Reason));
    }

    [Fact]
    public void Who_ranks_higher_waits_for_a_fast_successor_and_for_no_slow_one()
    {
        Assert.Equal("onprem 1, cloud 1", Show(Both.Yielding("onprem", keeps: 1, priority: 1).Plan(2)));
        var dedicated = Home.With(Fleet.Dedicated).WithNode("dedicated-1", "dedicated", 2);
        Assert.Equal("onprem 2, dedicated 1", Show(dedicated.Yielding("onprem", keeps: 1, priority: 1).Plan(2)));
    }

    [Fact]
    public void What_is_no_longer_needed_is_not_kept() => Assert.Equal("onprem 1", Show(Both.Yielding("onprem", keeps: 1).Plan(1)));

    private static string Show(PlacementPlan plan) => string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas}"));
}
