using System.Net;
using InferOps.Runtime.Server.Lifecycle;

namespace InferOps.Runtime.Server.Tests.Lifecycle;

public sealed class EstimateTests
{
    [Theory]
    [InlineData(10, 0, 5)]
    [InlineData(10, 0.01f, 5)]
    [InlineData(10, 0.5f, 10)]
    [InlineData(30, 0.75f, 10)]
    [InlineData(300, 0.1f, 60)]
    [InlineData(30, 1, 1)]
    public void The_rest_of_a_load_takes_what_its_pace_says(double elapsed, float progress, double seconds) =>
        Assert.Equal(seconds, LoadEstimate.Remaining(TimeSpan.FromSeconds(elapsed), progress).TotalSeconds, 3);

    [Theory]
    [InlineData(null, true, false)]
    [InlineData(120.0, true, false)]
    [InlineData(121.0, true, true)]
    [InlineData(600.0, false, false)]
    [InlineData(601.0, false, true)]
    public void A_step_hangs_after_its_time_and_the_first_one_later(double? seconds, bool isWarm, bool stuck) =>
        Assert.Equal(stuck, Watchdog.IsStuck(seconds is { } running ? TimeSpan.FromSeconds(running) : null, isWarm, TimeSpan.FromMinutes(2)));

    [Theory]
    [InlineData("127.0.0.1", "10.0.0.7", true)]
    [InlineData("127.9.8.7", "10.0.0.7", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("::ffff:127.0.0.1", "::ffff:10.0.0.7", true)]
    [InlineData("::ffff:127.9.8.7", "10.0.0.7", true)]
    [InlineData("::ffff:10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.7", "10.0.0.7", true)]
    [InlineData("10.0.0.8", "10.0.0.7", false)]
    [InlineData("::ffff:10.0.0.8", "::ffff:10.0.0.7", false)]
    [InlineData("fe80::1", "10.0.0.7", false)]
    [InlineData(null, null, false)]
    public void Only_callers_on_this_host_may_drain(string? caller, string? called, bool allowed) =>
        Assert.Equal(allowed, HealthEndpoints.IsLocal(caller is null ? null : IPAddress.Parse(caller), called is null ? null : IPAddress.Parse(called)));
}
