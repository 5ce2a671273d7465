using Prometheus;

namespace InferOps.StandIns.Tests.Prometheus;

public sealed class MetricTests
{
    private readonly MetricFactory _make = Metrics.WithCustomRegistry(Metrics.NewCustomRegistry());

    [Fact]
    public void The_same_name_is_the_same_metric() =>
        Assert.Same(_make.CreateCounter("a_total", "help", "l"), _make.CreateCounter("a_total", "help", "l"));

    [Fact]
    public void A_name_cannot_be_two_things()
    {
        _make.CreateCounter("a_total", "help", "l");
        Assert.Throws<InvalidOperationException>(() => _make.CreateGauge("a_total", "help", "l"));
        Assert.Throws<InvalidOperationException>(() => _make.CreateCounter("a_total", "help", "other"));
    }

    [Theory]
    [InlineData("1a", "l")]
    [InlineData("a b", "l")]
    [InlineData("a", "l-l")]
    [InlineData("a", "__l")]
    public void Names_are_checked(string name, string label) => Assert.Throws<ArgumentException>(() => _make.CreateCounter(name, "help", label));

    [Fact]
    public void Label_values_must_match_label_names()
    {
        var counter = _make.CreateCounter("a_total", "help", "l");
        Assert.Throws<ArgumentException>(() => counter.WithLabels("x", "y"));
        Assert.Throws<InvalidOperationException>(() => counter.Inc());
        Assert.Same(counter.WithLabels("x"), counter.WithLabels("x"));
        Assert.Equal([["x"]], counter.GetAllLabelValues());
    }

    [Fact]
    public void A_counter_never_shrinks()
    {
        var counter = _make.CreateCounter("a_total", "help");
        Assert.Throws<ArgumentOutOfRangeException>(() => counter.Inc(-1));
        counter.IncTo(5);
        counter.IncTo(3);
        Assert.Equal(5, counter.Value);
    }

    [Fact]
    public void Gauges_follow_their_targets()
    {
        var gauge = _make.CreateGauge("g", "help");
        gauge.IncTo(3);
        gauge.DecTo(5);
        Assert.Equal(3, gauge.Value);
        gauge.DecTo(1);
        gauge.Dec(2);
        Assert.Equal(-1, gauge.Value);
    }

    [Fact]
    public void Threads_lose_no_increment()
    {
        var counter = _make.CreateCounter("a_total", "help");
        var histogram = _make.CreateHistogram("h", "help");
        Parallel.For(0, 10_000, _ =>
        {
            counter.Inc();
            histogram.Observe(1);
        });
        Assert.Equal(10_000, counter.Value);
        Assert.Equal(10_000, histogram.Count);
        Assert.Equal(10_000, histogram.Sum);
    }

    [Fact]
    public void Buckets_are_checked_and_made()
    {
        Assert.Throws<ArgumentException>(() => _make.CreateHistogram("h", "help", new HistogramConfiguration { Buckets = [2, 1] }));
        Assert.Throws<ArgumentException>(() => _make.CreateHistogram("i", "help", "le"));
        Assert.Equal([1, 2, 4], Histogram.ExponentialBuckets(1, 2, 3));
        Assert.Equal([1, 3, 5], Histogram.LinearBuckets(1, 2, 3));
    }
}
