namespace KubeOps.Abstractions.Builder;

/// <summary>How many reconciles run at once, and how failed ones are repeated.</summary>
public sealed record ParallelReconciliationSettings
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromHours(1);

    /// <summary>Per type of object.</summary>
    public required int MaxParallelReconciliations { get; init; }

    /// <summary>How often a reconcile that threw is tried again before it is dropped.</summary>
    public required int MaxErrorRetries { get; init; }

    /// <summary>The delay before the first retry; every further one doubles it.</summary>
    public required TimeSpan ErrorBackoffBase { get; init; }

    /// <param name="retryCount">1 for the first retry.</param>
    public TimeSpan GetErrorBackoffDelay(int retryCount)
    {
        var seconds = ErrorBackoffBase.TotalSeconds * Math.Pow(2, Math.Max(retryCount, 1) - 1);
        return seconds < LongestBackoff.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestBackoff;
    }
}
