namespace InferOps.Runtime.Host.Pull;

/// <summary>When to try again: delays double from <see cref="FirstDelay"/> to <see cref="LongestDelay"/>; an attempt that got further resets them.</summary>
internal sealed record RetryPolicy
{
    /// <summary>Attempts in a row that gained nothing before the pull gives up.</summary>
    public int FruitlessAttempts { get; init; } = 6;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="failures">Fruitless attempts so far, from 1 on.</param>
    /// <param name="asked">The delay that the server asked for.</param>
    /// <param name="jitter">0 … 1: spreads out many nodes that failed together; up to half of the delay falls away.</param>
    public TimeSpan Delay(int failures, TimeSpan? asked, double jitter)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(failures - 1, 20));
        var delay = (doubled < LongestDelay ? doubled : LongestDelay) * (1 - jitter / 2);
        return asked > delay ? asked.Value : delay;
    }
}
