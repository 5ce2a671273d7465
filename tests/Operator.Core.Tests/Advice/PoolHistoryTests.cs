using System.Text;
using InferOps.Operator.Core.Advice;

namespace InferOps.Operator.Core.Tests.Advice;

public sealed class PoolHistoryTests
{
    [Fact]
    public void A_curve_says_for_which_share_of_hours_each_GPU_was_needed()
    {
        var history = Seen((1, 3), (1, 1), (1, 3), (1, 1));
        Assert.Equal([1, 0.5, 0.5, 0], Enumerable.Range(1, 4).Select(gpu => Math.Round(history.Share(gpu), 2)));
        Assert.Equal(4, history.Hours, 1);
    }

    [Fact]
    public void What_is_a_month_old_counts_a_third_as_much()
    {
        var history = Seen((24, 1), (24 * 30, 0));
        Assert.Equal(24 / Math.E / history.Hours, history.Share(1), 2);
        Assert.InRange(Seen((24 * 365, 1)).Hours, 719, 720 + 24);
    }

    [Fact]
    public void The_dearest_alternative_is_the_first_GPUs()
    {
        var history = PoolHistory.Empty.Observe(new("rented", 0, [new("dear", 1), new("cheap", 2)]), 1);
        Assert.Equal([1, 0, 0], Enumerable.Range(1, 3).Select(gpu => history.Share(gpu, "dear")));
        Assert.Equal([0, 1, 1], Enumerable.Range(1, 3).Select(gpu => history.Share(gpu, "cheap")));
    }

    [Fact]
    public void A_large_need_makes_the_steps_coarser()
    {
        var history = Seen((1, 20), (1, 100));
        Assert.Equal(4, history.GpusPerLevel);
        Assert.Equal((1, 0.5, 0.5, 0), (Math.Round(history.Share(20), 2), Math.Round(history.Share(21), 2), Math.Round(history.Share(100), 2), history.Share(101)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    public void However_many_pools_there_are_the_text_fits(int pools)
    {
        var full = Market.Curve(Enumerable.Range(0, PoolHistory.Levels).Select(level => 0.999 - (level * 0.01)));
        var history = new LoadHistory(Enumerable.Range(0, pools).ToDictionary(pool => $"pool-of-some-length-{pool:000}", _ => full));
        var text = HistoryText.Write(history);
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 1, HistoryText.MostBytes);
        Assert.Equal(Math.Min(pools, 40), Math.Min(HistoryText.Read(text)!.Pools.Count, 40));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"pools":null}""")]
    [InlineData("""{"pools":{"a":{"hours":1,"permille":{"cloud":["x"]}}}}""")]
    public void What_is_no_history_is_none(string text) => Assert.Null(HistoryText.Read(text));

    [Fact]
    public void What_somebody_wrote_into_it_is_bounded()
    {
        var history = HistoryText.Read("""{"pools":{"a":{"hours":1,"permille":{"cloud":[9999,-5]}},"b":{"hours":-1,"gpusPerLevel":0,"permille":{}}}}""")!;
        Assert.Equal((1, 0, 0), (history.Pools["a"].Share(1), history.Pools["a"].Share(2), history.Pools["b"].Hours));
    }

    private static PoolHistory Seen(params IEnumerable<(int Hours, int Gpus)> times) =>
        times.SelectMany(time => Enumerable.Repeat(time.Gpus, time.Hours)).Aggregate(PoolHistory.Empty, (history, gpus) => history.Observe(new("rented", 0, [new("cloud", gpus)]), 1));
}
