using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling;

public sealed class StandbyTests
{
    private static DemandEstimate Surging(double busy, double surge)
    {
        var estimate = Scene.Demand(busy);
        return estimate with { Demand = estimate.Demand! with { Surge = surge } };
    }

    [Theory]
    [InlineData("as many as a surge like the last one needs beyond what is decided", 1.2, 5, 2, 4)]
    [InlineData("none without a surge", 1.2, 0, 2, 0)]
    [InlineData("none for one that is below what is decided", 1.2, 1.5, 2, 0)]
    [InlineData("never beyond maxReplicas", 1.2, 50, 2, 8)]
    public void Standby_is(string what, double busy, double surge, int replicas, int standby)
    {
        var decision = new Scene { Current = 2 }.Tick(Surging(busy, surge));
        Assert.Equal((what, replicas, standby), (what, decision.Replicas, decision.Standby));
    }

    [Fact]
    public void It_is_kept_while_demand_is_unknown()
    {
        var scene = new Scene { Current = 2 };
        scene.Tick(Surging(1.2, 5));
        Assert.Equal(4, scene.TickFor(TimeSpan.FromMinutes(20), Scene.Unknown()).Standby);
    }

    [Fact]
    public void Ready_spares_are_counted_in_without_waiting_for_the_rate_limit()
    {
        var history = new ScalingMemory { LastCurrent = 1, Changes = [new(Scene.Noon.AddSeconds(-5), 4)] };
        Assert.Equal(5, Decide(spares: 0));
        Assert.Equal(8, Decide(spares: 3));

        int Decide(int spares)
        {
            var decision = new Scene { Current = 5, Spares = spares, Memory = history with { LastCurrent = 5 } }.Tick(Scene.Demand(8));
            Assert.Equal([Limits.ScaleUpRate], decision.LimitedBy);
            return decision.Replicas;
        }
    }
}
