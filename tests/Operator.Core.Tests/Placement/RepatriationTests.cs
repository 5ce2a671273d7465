using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Placement;

/// <summary>Two replicas run in the cloud, and home has room again.</summary>
public sealed class RepatriationTests
{
    private static readonly Fleet Away = Fleet.Mixed.Holding("cloud", 2);

    [Fact]
    public void Comes_home_once_home_has_had_room_for_a_while_and_keeps_the_cloud_until_home_answers()
    {
        var first = Away.Plan(2);
        Assert.Equal("cloud 2", Show(first));
        Assert.Equal((PlacementReasons.AwaitingMove, Fleet.Now + Repatriation.Stay), (Reason(first, "onprem"), first.PlanAgain));

        var waiting = Away with { Memory = first.Memory };
        Assert.Equal("cloud 2", Show(waiting.After(TimeSpan.FromSeconds(299)).Plan(2)));
        var due = waiting.After(TimeSpan.FromSeconds(300)).Plan(2);
        Assert.Equal("onprem 2, cloud 2", Show(due));
        Assert.Null(due.PlanAgain);
        Assert.Equal("onprem 2", Show((waiting with { Memory = due.Memory }).Holding("onprem", 2).Plan(2)));
    }

    [Fact]
    public void Room_that_is_lost_meanwhile_is_waited_for_anew()
    {
        var waiting = Away with { Memory = Away.Plan(2).Memory };
        var taken = waiting.After(TimeSpan.FromMinutes(4)).Used("onprem-1", 2, Fleet.Other).Used("dedicated-1", 2, Fleet.Other).Plan(2);
        Assert.Empty(taken.Memory.AwaitedSince);
        Assert.Equal("cloud 2", Show((Away with { Memory = taken.Memory }).After(TimeSpan.FromMinutes(6)).Plan(2)));
    }

    [Fact]
    public void What_moved_lately_stays()
    {
        var moved = Away with { Memory = new() { MovedAt = Fleet.Now, AwaitedSince = new Dictionary<string, DateTimeOffset> { ["onprem"] = Fleet.Now } } };
        Assert.Equal(Fleet.Now + Repatriation.Dwell, moved.Plan(2).PlanAgain);
        Assert.Equal("cloud 2", Show(moved.After(TimeSpan.FromMinutes(29)).Plan(2)));
        Assert.Equal("onprem 2, cloud 2", Show(moved.After(TimeSpan.FromMinutes(30)).Plan(2)));
    }

    [Fact]
    public void A_node_that_is_billed_by_the_hour_is_left_when_its_hour_ends()
    {
        var hourly = Fleet.Pool("cloud", new() { Type = PoolType.Cloud, Cost = new() { GpuHour = "3.60", MinimumBilling = "1h" } });
        var since = Fleet.Now.AddMinutes(-10);
        var away = Fleet.Mixed.With(hourly) with { Holdings = new Dictionary<string, Holding> { ["cloud"] = new(2, 2) { YoungestSince = since } } };
        var waiting = away with { Memory = away.Plan(2).Memory };
        // Home takes a minute to answer.
        Assert.Equal(since.AddMinutes(59), waiting.After(TimeSpan.FromMinutes(6)).Plan(2).PlanAgain);
        Assert.Equal("cloud 2", Show(waiting.After(TimeSpan.FromMinutes(48)).Plan(2)));
        Assert.Equal("onprem 2, cloud 2", Show(waiting.After(TimeSpan.FromMinutes(49)).Plan(2)));
    }

    [Fact]
    public void A_saving_smaller_than_the_start_is_no_reason_to_move()
    {
        var slow = Fleet.Pool("slow", new() { Type = PoolType.Cloud, Cost = new() { GpuHour = "3.50" }, LeadTime = new() { Scale = "5m" } });
        var fleet = new Fleet().With(Fleet.Cloud).WithNode("cloud-1", "cloud", 2).With(slow).WithNode("slow-1", "slow", 2).Holding("cloud", 2);
        // 0.10 an hour against five minutes of 3.50.
        Assert.Empty(fleet.Plan(2).Memory.AwaitedSince);
    }

    [Fact]
    public void Growth_and_shrinking_wait_for_nothing()
    {
        Assert.Equal("onprem 2, cloud 2", Show(Away.Plan(4)));
        Assert.Equal("cloud 1", Show(Away.Plan(1)));
    }

    private static string? Reason(PlacementPlan plan, string pool) => plan.Rejected.SingleOrDefault(rejected => rejected.Name == pool)?.Reason;

    private static string Show(PlacementPlan plan) => string.Join(", ", plan.Allocations.Select(pool => $"{pool.Pool} {pool.Replicas}"));
}
