using InferOps.Runtime.Core.Speculation;

namespace InferOps.Runtime.Core.Tests.Speculation;

public sealed class StepCostsTests
{
    private readonly StepCosts _costs = new();

    [Fact]
    public void Nothing_is_known_of_what_was_never_seen() => Assert.Equal((0, 0, 0, null), (_costs.Hoped(3), _costs.Feared(3), _costs.Largest(), _costs.Age(3)));

    [Fact]
    public void Between_two_sizes_a_step_takes_a_time_between_theirs()
    {
        Add(2, 0.2);
        Add(6, 1.0);
        Assert.Equal(0.6, _costs.Hoped(4), 6);
        Assert.Equal(0.6, _costs.Feared(4), 6);
    }

    [Fact]
    public void Below_the_smallest_a_step_takes_no_longer() => Assert.Equal(0.2, Seen(4, 0.2).Hoped(1), 6);

    [Fact]
    public void Beyond_the_largest_hope_is_flat_and_fear_proportional()
    {
        Add(4, 0.2);
        Assert.Equal((0.2, 0.4), (_costs.Hoped(8), Math.Round(_costs.Feared(8), 6)));
    }

    [Fact]
    public void Large_sizes_share_a_class_with_their_neighbours()
    {
        for (var i = 0; i < 50; i++) Add(1000 + (i % 3), 1);
        Assert.Equal(1, _costs.Hoped(1003), 6);
        Assert.InRange(_costs.Largest(), 1000, 1002);
    }

    [Fact]
    public void One_slow_step_is_an_accident()
    {
        for (var i = 0; i < 20; i++) Add(1, 0.1);
        Add(1, 5);
        Assert.InRange(_costs.Hoped(1), 0.1, 0.11);
    }

    [Fact]
    public void Three_slow_steps_are_another_machine_and_what_was_known_of_the_old_one_is_forgotten()
    {
        for (var i = 0; i < 20; i++) Add(1, 0.1);
        Add(8, 0.1);
        for (var i = 0; i < 3; i++) Add(1, 0.5);
        Assert.Equal(0.5, _costs.Hoped(1), 6);
        Assert.Null(_costs.Age(8));
    }

    [Fact]
    public void What_was_seen_once_is_soon_doubted_and_what_was_seen_often_much_later()
    {
        Add(8, 0.1);
        for (var i = 0; i < 10; i++) Add(16, 0.1);
        for (var i = 0; i < 200; i++) Add(1, 0.1);
        Assert.Null(_costs.Age(8));
        Assert.Equal(200, _costs.Age(16));
        for (var i = 0; i < 4000; i++) Add(1, 0.1);
        Assert.Null(_costs.Age(16));
    }

    private StepCosts Seen(int entries, double seconds)
    {
        Add(entries, seconds);
        return _costs;
    }

    private void Add(int entries, double seconds) => _costs.Add(entries, seconds);
}
