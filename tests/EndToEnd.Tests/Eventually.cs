using System.Diagnostics;

namespace InferOps.EndToEnd.Tests;

/// <summary>Looks again until something holds.</summary>
internal static class Eventually
{
    /// <summary>Generous: a busy machine may be ten times slower than an idle one, and a test that passes never waits this long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The first look that fulfils the condition.</summary>
    /// <exception cref="TimeoutException">None did in time; the message shows the last one.</exception>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> condition, TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (condition(seen)) return seen;
            if (clock.Elapsed > (patience ?? Patience)) throw new TimeoutException($"Not within {(patience ?? Patience).TotalSeconds:0} s. Last seen: {seen}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
