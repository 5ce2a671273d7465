using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling.Schedules;

/// <summary>Three replicas at least from 12:10 on for an hour; scenes begin at noon, UTC.</summary>
public sealed class ScheduledMinimumTests
{
    private static readonly ScheduleSpec Lunch = new() { Start = "10 12 * * *", Duration = "1h", MinReplicas = 3 };

    private static Scene Scheduled(params ScheduleSpec[] schedules) => new()
    {
        Current = 1,
        Memory = new ScalingMemory { LastCurrent = 1 },
        Policy = Scene.Rules(new ScalingSpec { MinReplicas = 0, MaxReplicas = 10, IdleAfter = "1m", Schedules = schedules }),
    };

    [Fact]
    public void Replicas_are_there_while_it_holds_and_the_decision_says_why()
    {
        var scene = Scheduled(Lunch);
        Assert.Equal(1, scene.TickFor(TimeSpan.FromMinutes(9), Scene.Demand(0.5)).Replicas);
        var decision = scene.TickFor(TimeSpan.FromMinutes(2), Scene.Demand(0.5));
        Assert.Equal((3, Limits.ScheduledMinimum), (decision.Replicas, decision.LimitedBy[^1]));
        Assert.Contains("scaling.schedules", decision.Message, StringComparison.Ordinal);
        Assert.Equal(1, scene.TickFor(TimeSpan.FromMinutes(75), Scene.Demand(0.5)).Replicas);
    }

    [Fact]
    public void It_wakes_a_service_at_zero_without_metrics()
    {
        var scene = Scheduled(Lunch);
        scene.Current = 0;
        scene.Now = Scene.Noon.AddMinutes(15);
        var decision = scene.Tick(Scene.Unknown());
        Assert.Equal((3, ScalingReasons.ScaledUp), (decision.Replicas, decision.Reason));
    }

    [Fact]
    public void A_new_service_starts_with_it()
    {
        var scene = Scheduled(Lunch);
        scene.Now = Scene.Noon.AddMinutes(15);
        Assert.Equal(3, ScalingDecider.Decide(scene.Input(Scene.Unknown()) with { Supply = new Supply() }).Decision.Replicas);
    }

    [Fact]
    public void Of_several_the_highest_counts_up_to_maxReplicas()
    {
        var scene = Scheduled(Lunch, Lunch with { Start = "15 12 * * *", MinReplicas = 5 }, Lunch with { Start = "20 12 * * *", MinReplicas = 99 });
        scene.Now = Scene.Noon.AddMinutes(12);
        Assert.Equal(3, scene.Tick(Scene.Demand(0.5)).Replicas);
        scene.Now = Scene.Noon.AddMinutes(16);
        Assert.Equal(5, scene.Tick(Scene.Demand(0.5)).Replicas);
        scene.Now = Scene.Noon.AddMinutes(21);
        Assert.Equal((10, Limits.MaxReplicas), (scene.Tick(Scene.Demand(0.5)).Replicas, scene.Tick(Scene.Demand(0.5)).LimitedBy[^1]));
    }

    [Fact]
    public void Without_a_maximum_there_is_room_for_every_schedule() => Assert.Equal(7, Scene.Rules(new ScalingSpec { Schedules = [Lunch with { MinReplicas = 7 }] }).MaxReplicas);
}
