using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling;

public sealed class ScalingDeciderTests
{
    public static TheoryData<string, double, int, int> ThresholdTable => new()
    {
        // demand, from, to
        { "in the middle nothing changes", 1.55, 2, 2 },
        { "just over the target is tolerated", 1.8, 2, 2 },
        { "over the target by more than a tenth adds", 1.9, 2, 3 },
        { "the step is as large as the demand", 4.2, 2, 5 },
        { "a large demand waits for the rate limit", 30, 2, 6 },
    };

    [Theory]
    [MemberData(nameof(ThresholdTable))]
    public void Thresholds_up(string rule, double demand, int from, int to)
    {
        var scene = new Scene { Current = from };
        Assert.True(to == scene.Tick(Scene.Demand(demand)).Replicas, rule);
    }

    [Fact]
    public void One_low_sample_removes_nothing_and_a_low_window_removes_one_a_minute()
    {
        var scene = new Scene { Current = 4, Memory = new ScalingMemory { LastCurrent = 4 } };
        scene.Tick(Scene.Demand(3.2));
        var low = scene.Tick(Scene.Demand(0.5));
        Assert.Equal((4, Limits.ScaleDownWindow), (low.Replicas, Assert.Single(low.LimitedBy)));

        Assert.Equal(4, scene.TickFor(TimeSpan.FromMinutes(4), Scene.Demand(0.5)).Replicas);
        Assert.Equal(3, scene.TickFor(TimeSpan.FromSeconds(60), Scene.Demand(0.5)).Replicas);
        var next = scene.Tick(Scene.Demand(0.5));
        Assert.Equal((3, Limits.ScaleDownRate), (next.Replicas, Assert.Single(next.LimitedBy)));
        Assert.Equal(2, scene.TickFor(TimeSpan.FromSeconds(60), Scene.Demand(0.5)).Replicas);
    }

    [Fact]
    public void After_a_restart_nothing_is_removed_before_a_whole_window_was_seen()
    {
        var status = new InferenceServiceStatus { DesiredReplicas = 4 };
        var scene = new Scene { Current = 4, Memory = ScalingMemory.Starting(Scene.Noon, status) };
        Assert.Equal(4, scene.TickFor(TimeSpan.FromSeconds(284), Scene.Demand(0.1)).Replicas);
        Assert.Equal(3, scene.TickFor(TimeSpan.FromSeconds(30), Scene.Demand(0.1)).Replicas);
    }

    [Fact]
    public void Rate_limits_survive_a_restart()
    {
        var history = new ScalingRecord { Time = Scene.Noon.AddSeconds(-10), Reason = ScalingReasons.ScaledUp, From = 1, To = 5 };
        var status = new InferenceServiceStatus { DesiredReplicas = 5, Scaling = new ScalingStatus { History = [history] } };
        var scene = new Scene { Current = 5, Memory = ScalingMemory.Starting(Scene.Noon, status) };
        var decision = scene.Tick(Scene.Demand(9));
        Assert.Equal((5, Limits.ScaleUpRate), (decision.Replicas, Assert.Single(decision.LimitedBy)));
    }

    [Fact]
    public void Unknown_holds_and_counts_as_a_reason_not_to_remove()
    {
        var scene = new Scene { Current = 4, Memory = new ScalingMemory { LastCurrent = 4 } };
        var held = scene.TickFor(TimeSpan.FromMinutes(20), Scene.Unknown());
        Assert.Equal((4, ScalingReasons.Held), (held.Replicas, held.Reason));
        Assert.NotNull(held.Hold);
        Assert.Equal(4, scene.TickFor(TimeSpan.FromSeconds(270), Scene.Demand(0.5)).Replicas);
    }

    [Fact]
    public void Queued_work_for_pending_replicas_does_not_ask_for_more_of_them()
    {
        var scene = new Scene { Current = 2 };
        Assert.Equal(4, scene.Tick(Scene.Demand(3, backlog: 0.3)).Replicas);
        scene.Pending = 2;
        for (var queue = 1; queue < 8; queue++)
        {
            var decision = scene.Tick(Scene.Demand(3, backlog: queue), seconds: 60);
            Assert.Equal((4, Limits.PendingReplicas), (decision.Replicas, decision.LimitedBy[^1]));
        }
        scene.Pending = 0;
        Assert.Equal(8, scene.Tick(Scene.Demand(3, backlog: 8)).Replicas);
    }

    [Fact]
    public void Growing_arrivals_add_replicas_although_some_are_pending()
    {
        var scene = new Scene { Current = 4, Pending = 2 };
        Assert.Equal(6, scene.Tick(Scene.Demand(5, backlog: 20)).Replicas);
    }

    [Fact]
    public void Nothing_is_removed_during_a_rollout()
    {
        var scene = new Scene { Current = 4, Rollout = true, Memory = new ScalingMemory { LastCurrent = 4 } };
        var decision = scene.TickFor(TimeSpan.FromMinutes(10), Scene.Demand(0.5));
        Assert.Equal((4, Limits.RolloutInProgress), (decision.Replicas, decision.LimitedBy[^1]));
    }

    [Fact]
    public void The_last_replica_goes_after_the_idle_time_and_not_while_anything_loads()
    {
        var scene = new Scene
        {
            Current = 1,
            Memory = new ScalingMemory { LastCurrent = 1 },
            Policy = Scene.Rules(new ScalingSpec { MinReplicas = 0, MaxReplicas = 4, IdleAfter = "20m" }),
        };
        var early = scene.TickFor(TimeSpan.FromMinutes(19), Scene.Demand(0));
        Assert.Equal((1, Limits.NotIdleLongEnough), (early.Replicas, early.LimitedBy[^1]));
        scene.Pending = 1;
        Assert.Equal(1, scene.TickFor(TimeSpan.FromMinutes(5), Scene.Demand(0)).Replicas);
        scene.Pending = 0;
        var gone = scene.Tick(Scene.Demand(0));
        Assert.Equal((0, ScalingReasons.ScaledToZero), (gone.Replicas, gone.Reason));
    }

    [Fact]
    public void A_request_starts_the_idle_time_anew()
    {
        var scene = new Scene { Current = 1, Policy = Scene.Rules(new ScalingSpec { MinReplicas = 0, IdleAfter = "10m" }) };
        scene.TickFor(TimeSpan.FromMinutes(9), Scene.Demand(0));
        scene.Tick(Scene.Demand(0.01));
        Assert.Equal(1, scene.TickFor(TimeSpan.FromMinutes(9), Scene.Demand(0)).Replicas);
    }

    [Fact]
    public void Advisory_changes_nothing_and_says_what_it_would_do()
    {
        var scene = new Scene { Policy = Scene.Rules(new ScalingSpec { Mode = ScalingMode.Advisory, MaxReplicas = 10 }) };
        var decision = scene.Tick(Scene.Demand(4));
        Assert.Equal((2, ScalingReasons.Steady, Limits.Advisory), (decision.Replicas, decision.Reason, decision.LimitedBy[^1]));
        Assert.Contains("2 to 5", decision.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Off_is_a_fixed_number_and_suspend_is_none()
    {
        var scene = new Scene { Policy = Scene.Rules(new ScalingSpec { Mode = ScalingMode.Off, Replicas = 3 }) };
        Assert.Equal((3, ScalingReasons.Fixed), (scene.Tick(Scene.Demand(9)).Replicas, scene.Tick(Scene.Demand(9)).Reason));
        scene.Suspended = true;
        Assert.Equal((0, ScalingReasons.Suspended), (scene.Tick(Scene.Demand(9)).Replicas, scene.Tick(Scene.Demand(9)).Reason));
    }

    [Fact]
    public void A_new_service_starts_with_its_minimum_and_at_least_one()
    {
        var scene = new Scene { Policy = Scene.Rules(new ScalingSpec { MinReplicas = 0 }) };
        var input = scene.Input(Scene.Unknown()) with { Supply = new Supply() };
        Assert.Equal((1, ScalingReasons.Initial), (ScalingDecider.Decide(input).Decision.Replicas, ScalingDecider.Decide(input).Decision.Reason));
    }

    [Fact]
    public void The_rules_apply_in_the_documented_order() => Assert.Equal(
        ["Thresholds", "Tolerance", "PendingSupply", "PartialMetrics", "Stabilization", "RateLimits", "Rollout", "PendingSupply", "LastReplica", "ScheduledMinimum", "Bounds"],
        ScalingDecider.Steps.Select(step => step.Method.DeclaringType!.Name));
}
