using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Advice;

/// <summary>Rent is 1.20, the cloud 2.00: a GPU is worth its rent from 60 % of the hours on.</summary>
public sealed class CommitmentAdvisorTests
{
    public static TheoryData<string, double[], int, string> Rents => new()
    {
        { "what is needed all the time is rented", [1, 1, 1], 1, "Rent 2" },
        { "the last GPU is the one that is still worth its rent", [1, 0.9, 0.61, 0.59], 1, "Rent 2" },
        { "nothing is said where everything fits", [1, 1, 0.3], 2, "" },
        { "what is hardly needed is given back", [1, 0.3, 0.2], 3, "Release 2" },
        { "what nobody needed is given back", [], 2, "Release 2" },
        { "what is there stays until it is clearly not worth it", [1, 0.56], 2, "" },
        { "and is given back then", [1, 0.53], 2, "Release 1" },
    };

    [Theory]
    [MemberData(nameof(Rents))]
    public void Rent_is_weighed_against_the_cloud(string because, double[] shares, int committed, string expected) =>
        Assert.True(expected == Market.Show(Market.Advise(Market.Rented, Market.Curve(shares), committed)), because);

    [Fact]
    public void The_numbers_behind_it_are_told()
    {
        var advice = Assert.Single(Market.Advise(Market.Rented, Market.Curve(1, 0.9, 0.7), 1).Advice);
        // Two GPUs: (0.9 + 0.7) × 2.00 in the cloud, 2 × 1.20 of rent, 730 hours.
        Assert.Equal((0.7, 730 * 0.8m, "cloud"), (advice.ShareOfHours, Math.Round(advice.MonthlySaving, 6), Assert.Single(advice.Instead)));
        Assert.Equal("Rent 2 more GPUs (1 now): the last of them would have been needed for 70% of the hours. In place of cloud that saves about 584 USD a month.", AdviceText.Of(advice));
    }

    [Theory]
    [InlineData(0.30, "Buy 1")]
    [InlineData(0.25, "")]
    public void A_GPU_is_bought_when_it_earns_its_price_in_half_its_life(double share, string expected)
    {
        // 9,000 in 24 months are 0.514 an hour; a busy hour earns 2.00 - 0.08.
        Assert.Equal(expected, Market.Show(Market.Advise(Market.Home, Market.Curve(1, share), 1)));
    }

    [Fact]
    public void A_bought_GPU_is_told_with_its_payback()
    {
        var advice = Assert.Single(Market.Advise(Market.Home, Market.Curve(1, 0.5), 1).Advice);
        Assert.Equal(9000 / (730 * 0.96), (double)advice.PaybackMonths!.Value, 9);
        Assert.Equal((730 * 0.96) - (9000 / 48.0), (double)advice.MonthlySaving, 9);
    }

    [Fact]
    public void Where_both_relieve_one_cloud_what_saves_more_is_advised()
    {
        var outlook = CommitmentAdvisor.Advise(new()
        {
            Now = Market.Noon,
            Pools = [.. new[] { Market.Home, Market.Rented, Market.Cloud }.Select(Core.Validation.EffectivePool.Resolve)],
            Committed = new Dictionary<string, int>(),
            History = new(new Dictionary<string, PoolHistory> { ["home"] = Market.Curve(1), ["rented"] = Market.Curve(1) }),
        });
        Assert.Equal(("home", "Buy"), Assert.Single(outlook.Advice) is var advice ? (advice.Pool, advice.Action) : default);
    }

    [Theory]
    [InlineData(149, "", false)]
    [InlineData(151, "Rent 1", true)]
    public void Before_a_week_was_seen_nothing_is_said(double hours, string expected, bool judged)
    {
        var outlook = Market.Advise(Market.Rented, Market.Curve(1) with { Hours = hours }, 0);
        Assert.Equal((expected, judged), (Market.Show(outlook), outlook.Judged["rented"]));
    }

    [Theory]
    [InlineData(30, "Release 1")]
    [InlineData(200, "")]
    public void What_the_term_holds_is_given_back_when_it_lets_go(int days, string expected)
    {
        var pool = Market.Pool("rented", PoolType.Dedicated, new() { GpuHour = "1.20", TermEnds = Market.Noon.AddDays(days) });
        Assert.Equal(expected, Market.Show(Market.Advise(pool, Market.Curve(0.1), 1)));
    }

    [Fact]
    public void What_nothing_else_may_serve_is_not_given_back() => Assert.Empty(Market.Advise(Market.Rented, Market.Curve("", [0.1]), 1).Advice);

    [Fact]
    public void Prices_in_another_currency_are_not_compared()
    {
        var euro = Market.Pool("euro", PoolType.Cloud, new() { GpuHour = "9", Currency = "EUR" });
        Assert.Empty(Market.Advise(Market.Rented, Market.Curve("euro", [1, 1]), 1, euro).Advice);
    }

    [Fact]
    public void A_pool_without_a_price_is_not_judged() =>
        Assert.Empty(Market.Advise(Market.Pool("gift", PoolType.OnPremises, new()), Market.Curve(1, 1), 1).Judged);

    [Fact]
    public void Advice_does_not_come_and_go_with_the_time_of_day()
    {
        var evening = Market.Advise(Market.Rented, Market.Curve(1, 0.61), 1);
        var morning = Market.Advise(Market.Rented, evening.History.Pools["rented"] with { Shares = Market.Curve(1, 0.58).Shares }, 1);
        Assert.Equal(("Rent 1", "Rent 1", ""), (Market.Show(evening), Market.Show(morning), Market.Show(Market.Advise(Market.Rented, Market.Curve(1, 0.58), 1))));
    }
}
