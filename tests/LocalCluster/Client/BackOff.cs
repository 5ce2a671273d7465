namespace InferOps.LocalCluster.Client;

/// <summary>Exponential back-off with jitter: each wait is up to twice the last, never above <paramref name="most"/>.</summary>
internal sealed class BackOff(TimeSpan first, TimeSpan most)
{
    private int _failures;

    public TimeSpan Next()
    {
        var wait = TimeSpan.FromTicks(Math.Min(most.Ticks, first.Ticks << Math.Min(_failures++, 20)));
        return wait * (0.75 + Random.Shared.NextDouble() / 4);
    }

    public void Reset() => _failures = 0;
}
