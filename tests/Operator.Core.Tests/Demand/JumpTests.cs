using InferOps.Operator.Core.Demand;

namespace InferOps.Operator.Core.Tests.Demand;

/// <summary>One replica is busy for a second with each request; rates are taken over a minute, every 15 seconds.</summary>
public sealed class JumpTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_jump_is_known_for_what_it_will_come_to_from_the_first_sample_on(int ticks)
    {
        // From 1 to 9: a minute's rate shows 3, 5, 7, 9.
        var jump = Find([.. Enumerable.Repeat(1.0, 16), .. Enumerable.Range(1, ticks).Select(tick => 1 + 2.0 * tick)]);
        Assert.NotNull(jump);
        Assert.Equal((1, 9), (jump.From, jump.To));
    }

    [Theory]
    [InlineData("steady", new[] { 2.0, 2, 2, 2 })]
    [InlineData("less than chance varies by", new[] { 1.6, 2.4, 2.1, 2.6 })]
    [InlineData("falling", new[] { 1.5, 1, 0.5, 0 })]
    public void What_chance_explains_is_no_jump(string what, double[] last)
    {
        Assert.NotEmpty(what);
        Assert.Null(Find([.. Enumerable.Range(0, 16).Select(tick => 2 + 0.2 * Math.Sin(tick)), .. last]));
    }

    [Fact]
    public void A_rise_by_less_than_half_is_for_the_trend() => Assert.Null(Find([.. Enumerable.Repeat(400.0, 16), 440, 480, 520, 560]));

    [Fact]
    public void Nothing_is_known_before_a_minute_and_four_samples() => Assert.Null(Find([1, 1, 1, 9, 9, 9, 9]));

    [Fact]
    public void Poisson_noise_is_taken_for_a_jump_less_than_once_a_day()
    {
        var random = new Random(7);
        var (jumps, slices) = (0, new Queue<double>());
        var samples = new List<BusySample>();
        const int ticks = 4 * 60 * 24 * 7;
        for (var tick = 0; tick < ticks; tick++)
        {
            slices.Enqueue(Served(random, meanRequests: 30));
            if (slices.Count > 4) slices.Dequeue();
            samples.Add(new(Noon.AddSeconds(15 * tick), slices.Sum() / 60));
            if (samples.Count > 21) samples.RemoveAt(0);
            if (Jump.Find(samples, 1, Window) is not null) jumps++;
        }

        Assert.InRange(jumps, 0, 7);
    }

    /// <summary>Replica-seconds asked for in a slice: Poisson many requests of exponential length, one second on average.</summary>
    private static double Served(Random random, double meanRequests)
    {
        var (total, time) = (0.0, 0.0);
        while ((time -= Math.Log(1 - random.NextDouble())) < meanRequests) total -= Math.Log(1 - random.NextDouble());
        return total;
    }

    private static Jump? Find(double[] busy) => Jump.Find([.. busy.Select((value, tick) => new BusySample(Noon.AddSeconds(15 * tick), value))], 1, Window);
}
