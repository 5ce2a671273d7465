namespace KubeOps.Operator.Watcher;

/// <summary>How long to wait before a watch is opened again.</summary>
internal static class WatchBackoff
{
    private const double LongestSeconds = 30;

    /// <param name="failures">How many attempts in a row got no event; 1 for the first.</param>
    /// <param name="random">In [0, 1): half of the delay is jitter, so that instances do not return all at once.</param>
    public static TimeSpan Delay(int failures, double random)
    {
        var seconds = Math.Min(LongestSeconds, Math.Pow(2, Math.Clamp(failures, 1, 10) - 1));
        return TimeSpan.FromSeconds(seconds * (0.5 + (0.5 * random)));
    }
}
