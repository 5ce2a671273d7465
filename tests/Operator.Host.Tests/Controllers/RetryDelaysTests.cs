using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Controllers;

namespace InferOps.Operator.Host.Tests.Controllers;

public sealed class RetryDelaysTests
{
    private static readonly ObjectKey A = new("default", "a");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(9, 256)]
    [InlineData(10, 300)]
    [InlineData(int.MaxValue, 300)]
    public void Doubles_from_one_second_to_five_minutes(int failures, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDelays.Delay(failures, random: 0.5));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 0.75), RetryDelays.Delay(failures, random: 0));
        Assert.Equal(TimeSpan.FromSeconds(seconds * 1.25), RetryDelays.Delay(failures, random: 1));
    }

    [Fact]
    public void Counts_failures_in_a_row_of_each_object()
    {
        var delays = new RetryDelays();
        for (var failure = 0; failure < 6; failure++) delays.Failed(typeof(string), A);
        Assert.True(delays.Failed(typeof(string), A) >= TimeSpan.FromSeconds(48));
        Assert.True(delays.Failed(typeof(string), new("default", "b")) <= TimeSpan.FromSeconds(1.25));
        delays.Succeeded(typeof(string), A);
        Assert.True(delays.Failed(typeof(string), A) <= TimeSpan.FromSeconds(1.25));
    }
}
