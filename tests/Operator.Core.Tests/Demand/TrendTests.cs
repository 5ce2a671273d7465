using InferOps.Operator.Core.Demand;

namespace InferOps.Operator.Core.Tests.Demand;

public sealed class TrendTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(2);

    [Fact]
    public void A_straight_rise_is_followed_over_the_lead_time() => Assert.Equal(3 + 0.1 * 8, Forecast(tick => 1 + 0.1 * tick), 6);

    [Fact]
    public void A_rise_within_the_noise_adds_nothing() => Assert.Equal(0, Forecast(tick => 3 + 0.005 * tick + 0.3 * Math.Sin(2 * tick)) - At(20), 6);

    [Fact]
    public void A_rise_clear_of_the_noise_adds_less_than_one_without_noise()
    {
        var added = Forecast(tick => 1 + 0.1 * tick + 0.1 * Math.Sin(2 * tick)) - (1 + 2 + 0.1 * Math.Sin(40));
        Assert.InRange(added, 0.1, 0.8);
    }

    private static double At(int tick) => 3 + 0.005 * tick + 0.3 * Math.Sin(2 * tick);

    private static double Forecast(Func<int, double> busy)
    {
        var samples = Enumerable.Range(0, 21).Select(tick => new BusySample(Noon.AddSeconds(15 * tick), busy(tick))).ToList();
        return Trend.Forecast(samples, samples[^1].Busy, Lead);
    }
}
