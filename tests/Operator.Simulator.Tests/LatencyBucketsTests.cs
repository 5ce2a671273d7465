using InferOps.Operator.Simulator.Metrics;

namespace InferOps.Operator.Simulator.Tests;

public sealed class LatencyBucketsTests
{
    [Fact]
    public void A_percentile_is_interpolated_within_its_bucket()
    {
        var buckets = LatencyBuckets.Empty();
        foreach (var seconds in Enumerable.Repeat(0.2, 90).Concat(Enumerable.Repeat(4.0, 10))) LatencyBuckets.Count(buckets, seconds);
        Assert.Equal(2.5 + 2.5 * 5 / 10, LatencyBuckets.Quantile(0.95, buckets)!.Value, 6);
        Assert.Equal(0.1 + 0.15 * 45 / 90, LatencyBuckets.Quantile(0.45, buckets)!.Value, 6);
    }

    [Fact]
    public void Above_the_last_bound_nobody_knows_more_than_that()
    {
        var buckets = LatencyBuckets.Empty();
        LatencyBuckets.Count(buckets, 90);
        Assert.Equal(10, LatencyBuckets.Quantile(0.95, buckets));
    }

    [Fact]
    public void No_observations_are_no_percentile() => Assert.Null(LatencyBuckets.Quantile(0.95, LatencyBuckets.Empty()));
}
