namespace InferOps.Runtime.Core.Admission;

/// <summary>Moving averages over finished requests. Written by the engine thread, read by any.</summary>
internal sealed class LoadEstimator
{
    // Weight of the newest request: the average forgets half of its past in about 14 requests.
    private const double Newest = 0.05;
    private const double UnknownLength = 256;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private double _tokens = UnknownLength;
    private double _seconds = Shortest.TotalSeconds;

    /// <summary>Tokens a new request will probably generate.</summary>
    public int ExpectedTokens(int maxTokens) => (int)Math.Min(maxTokens, Math.Ceiling(Volatile.Read(ref _tokens)));

    /// <summary>When one of <paramref name="slots"/> busy sequences is likely to be free.</summary>
    public TimeSpan UntilNextFree(int slots)
    {
        var seconds = Volatile.Read(ref _seconds) / slots;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, Shortest.TotalSeconds, Longest.TotalSeconds));
    }

    public void Finished(int generatedTokens, TimeSpan duration)
    {
        Volatile.Write(ref _tokens, _tokens + (Newest * (generatedTokens - _tokens)));
        Volatile.Write(ref _seconds, _seconds + (Newest * (duration.TotalSeconds - _seconds)));
    }
}
