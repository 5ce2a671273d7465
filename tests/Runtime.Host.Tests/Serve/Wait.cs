using System.Diagnostics;

namespace InferOps.Runtime.Host.Tests.Serve;

/// <summary>Waits for something to become true, and fails with its name when it does not.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task UntilAsync(string what, Func<Task<bool>> isTrue)
    {
        var watch = Stopwatch.StartNew();
        while (!await isTrue())
        {
            if (watch.Elapsed > Patience) throw new TimeoutException($"{what}: not within {Patience.TotalSeconds} s");
            await Task.Delay(20);
        }
    }
}
