using System.Diagnostics;

namespace InferOps.StandIns.Tests.Kubernetes;

/// <summary>Waits for what happens on another thread, with a deadline.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"Not within ten seconds: {what}");
            await Task.Delay(5);
        }
    }
}
