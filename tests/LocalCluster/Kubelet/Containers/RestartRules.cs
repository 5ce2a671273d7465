namespace InferOps.LocalCluster.Kubelet.Containers;

/// <summary>Whether and when an ended container runs again.</summary>
internal static class RestartRules
{
    // A run this long forgets the failures before it.
    private static readonly TimeSpan Forgiving = TimeSpan.FromMinutes(10);

    public static bool ShouldRestart(string podPolicy, ContainerRole role, int exitCode) => role switch
    {
        ContainerRole.Sidecar => true,
        // Always means, for an init container, "until it has succeeded".
        ContainerRole.Init => exitCode != 0 && podPolicy != "Never",
        _ => podPolicy == "Always" || (podPolicy == "OnFailure" && exitCode != 0),
    };

    /// <summary>The wait before the next run: none before the first restart, then <paramref name="first"/>, doubling up to <paramref name="most"/>.</summary>
    /// <param name="last">The wait before the run that just ended; null when there was none.</param>
    /// <param name="ran">How long it ran.</param>
    /// <param name="first">The shortest wait.</param>
    /// <param name="most">The longest wait.</param>
    public static TimeSpan Wait(TimeSpan? last, TimeSpan ran, TimeSpan first, TimeSpan most)
    {
        if (last is null || ran > Forgiving) return TimeSpan.Zero;
        return last == TimeSpan.Zero ? first : TimeSpan.FromTicks(Math.Min(most.Ticks, last.Value.Ticks * 2));
    }
}
