using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling;

/// <summary>A service with an objective of two seconds, four ready replicas, and room to use 85 % of them.</summary>
public sealed class LatencyGuardTests
{
    private static Scene Four() => new()
    {
        Current = 4,
        Memory = new ScalingMemory { LastCurrent = 4 },
        Policy = Scene.Rules(new ScalingSpec { MinReplicas = 1, MaxReplicas = 20, Objectives = new() { TimeToFirstToken = "2s" } }),
    };

    private static DemandEstimate Load(double busy, double? seconds, double backlog = 0) => Scene.Demand(busy, backlog) with { TimeToFirstToken = seconds };

    private static double Share(Scene scene) => scene.Memory.Usable.Share;

    [Fact]
    public void Late_first_tokens_of_settled_replicas_teach_to_use_less_of_them()
    {
        var scene = Four();
        scene.TickFor(TimeSpan.FromSeconds(105), Load(2.8, 3));
        Assert.Equal(1, Share(scene));
        scene.Tick(Load(2.8, 3));
        Assert.Equal(0.9 * 2.8 / 4, Share(scene), 6);
        Assert.Equal(1, scene.Tick(Load(2.8, 3)).Standby);
    }

    [Fact]
    public void A_percentile_of_one_minute_teaches_nothing()
    {
        var scene = Four();
        for (var minute = 0; minute < 60; minute++)
        {
            scene.TickFor(TimeSpan.FromSeconds(75), Load(2.8, 3));
            scene.TickFor(TimeSpan.FromSeconds(75), Load(2.8, 1.9));
        }
        Assert.Equal(1, Share(scene));
    }

    [Fact]
    public void A_good_minute_between_bad_ones_does_not_disprove_them()
    {
        var scene = Four();
        for (var minute = 0; minute < 5; minute++)
        {
            scene.TickFor(TimeSpan.FromSeconds(75), Load(2.8, 3));
            scene.TickFor(TimeSpan.FromSeconds(30), Load(2.8, 1.9));
        }
        Assert.True(Share(scene) < 0.85);
    }

    [Fact]
    public void Replicas_held_for_prompt_tokens_do_not_come_and_go_with_every_request()
    {
        var scene = Four();
        scene.Memory = scene.Memory with { Usable = new UsableShare(0.5, TimeSpan.Zero, 4, Scene.Noon) };
        var steady = Load(2.2, 1.9);
        var standby = scene.Tick(steady with { Demand = steady.Demand! with { Peak = 2.8 } }).Standby;
        Assert.Equal(6, 4 + standby);
    }

    public static TheoryData<string, double, double, int> Explained => new()
    {
        { "more load than is meant to be used", 3.6, 0, 0 },
        { "a queue", 2.8, 0.5, 0 },
        { "replicas that start", 2.8, 0, 1 },
        { "replicas that hardly do anything", 1.0, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Explained))]
    public void What_something_else_explains_teaches_nothing(string what, double busy, double backlog, int pending)
    {
        var scene = Four();
        scene.Pending = pending;
        for (var tick = 0; tick < 40; tick++)
        {
            scene.Current = 4;
            scene.Tick(Load(busy, 9, backlog));
        }
        Assert.True(Share(scene) == 1, what);
    }

    [Fact]
    public void No_objective_or_no_percentile_teaches_nothing()
    {
        var without = Four();
        without.Policy = Scene.Rules(new ScalingSpec { MaxReplicas = 20 });
        without.TickFor(TimeSpan.FromMinutes(10), Load(2.8, 60));
        var unknown = Four();
        unknown.TickFor(TimeSpan.FromMinutes(10), Load(2.8, null));
        Assert.Equal((1, 1), (Share(without), Share(unknown)));
    }

    [Fact]
    public void Where_it_does_not_help_rent_grows_by_a_fifth_at_most_and_energy_to_a_third_of_capacity()
    {
        var scene = Four();
        var decision = scene.Tick(Load(2.8, 60));
        for (var tick = 0; tick < 1000; tick++)
        {
            decision = scene.Tick(Load(2.8, 60));
            scene.Spares = decision.Standby;
        }
        Assert.Equal(0.3, Share(scene), 6);
        Assert.Equal((4, 10), (decision.Replicas, decision.Replicas + decision.Standby));
    }

    [Fact]
    public void Tokens_well_within_the_objective_bring_capacity_back()
    {
        var scene = Four();
        scene.Memory = scene.Memory with { Usable = new UsableShare(0.5, TimeSpan.Zero, 4, Scene.Noon) };
        scene.TickFor(TimeSpan.FromMinutes(60), Load(1.5, 1.5));
        Assert.Equal(0.5, Share(scene), 6);
        scene.TickFor(TimeSpan.FromHours(24), Load(0.1, 0.5));
        Assert.Equal(1, Share(scene), 6);
    }
}
