using InferOps.Operator.Simulator.Rules;

namespace InferOps.Operator.Simulator.Tests;

/// <summary>The worked examples of Kubernetes' documentation of the HorizontalPodAutoscaler, and its default behavior.</summary>
public sealed class HorizontalScalingTests
{
    [Theory]
    [InlineData(3, 3 * 200, 100, 6)] // twice the target doubles the replicas
    [InlineData(4, 4 * 50, 100, 4)] // half of it halves them, but only after the window
    [InlineData(10, 10 * 109, 100, 10)] // within a tenth: nothing
    [InlineData(10, 10 * 111, 100, 12)]
    [InlineData(1, 100 * 100, 100, 5)] // at most four or as many as there are in 15 s
    public void One_decision(int replicas, double total, double target, int expected) =>
        Assert.Equal(expected, new HorizontalScaling(new()).Decide(0, replicas, (total, target)));

    [Fact]
    public void A_scale_down_waits_until_the_whole_window_agrees()
    {
        var scaling = new HorizontalScaling(new());
        Assert.Equal(8, scaling.Decide(0, 8, (800, 100)));
        for (var now = 15; now <= 300; now += 15) Assert.Equal(8, scaling.Decide(now, 8, (200, 100)));
        Assert.Equal(2, scaling.Decide(315, 8, (200, 100)));
    }

    [Fact]
    public void The_largest_of_several_metrics_counts() =>
        Assert.Equal(4, new HorizontalScaling(new()).Decide(0, 2, (200, 100), (400, 100), (0, 5)));
}
