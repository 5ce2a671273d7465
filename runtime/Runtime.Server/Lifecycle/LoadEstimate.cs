namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>When a model that is loading will probably be there.</summary>
internal static class LoadEstimate
{
    private const float LeastToGoBy = 0.02f;
    private static readonly TimeSpan Unknown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>What is left at the pace so far, within bounds that are worth waiting.</summary>
    /// <param name="elapsed">Since the load began.</param>
    /// <param name="progress">Of the load, 0 … 1.</param>
    public static TimeSpan Remaining(TimeSpan elapsed, float progress)
    {
        if (progress < LeastToGoBy) return Unknown;
        var left = elapsed * ((1 - progress) / progress);
        return left < Shortest ? Shortest : left > Longest ? Longest : left;
    }
}
