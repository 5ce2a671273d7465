using InferOps.Operator.Core.Demand;

namespace InferOps.Operator.Core.Tests.Demand;

public sealed class SurgesTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_jump_nothing_is_expected() => Assert.Equal(0, Surges.None.Above(3));

    [Theory]
    [InlineData("back at the bottom the same may come again", 1, 7)]
    [InlineData("half-way up it goes no higher than last time", 4, 7)]
    [InlineData("from further down it rises no further than last time", 0.5, 6.5)]
    [InlineData("what is above it needs nothing more", 8, 8)]
    public void A_surge_like_the_last_one_is_expected(string what, double busy, double expected) =>
        Assert.Equal((what, expected), (what, Surges.None.Remember(Noon, new Jump(1, 7)).Above(busy)));

    [Fact]
    public void It_is_forgotten_after_two_hours()
    {
        var surges = Surges.None.Remember(Noon, new Jump(1, 7));
        Assert.Single(surges.Remember(Noon.AddMinutes(119), null).Recent);
        Assert.Empty(surges.Remember(Noon.AddMinutes(121), null).Recent);
    }

    [Fact]
    public void However_often_the_load_jumps_a_dozen_are_remembered()
    {
        var surges = Surges.None;
        for (var tick = 0; tick < 4 * 60 * 6; tick++) surges = surges.Remember(Noon.AddSeconds(15 * tick), new Jump(1, 3 + tick % 4));
        Assert.InRange(surges.Recent.Count, 12, 13);
        Assert.Equal(6, surges.Above(0.5) + 0.5);
    }

    [Fact]
    public void A_calm_service_costs_no_memory() => Assert.Same(Surges.None, Surges.None.Remember(Noon, null));
}
