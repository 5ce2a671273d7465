namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>When to try again: delays double from <see cref="FirstDelay"/> to <see cref="LongestDelay"/>; an attempt that got further resets them.</summary>
internal sealed record RetryPolicy
{
    /// <summary>Attempts in a row that gained nothing before the pull gives up.</summary>
    public int FruitlessAttempts { get; init; } = 6;

    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a server may ask for. One that asks for more is answered by starting anew: the kubelet waits as well, and somebody sees it.</summary>
    public TimeSpan LongestAsked { get; init; } = TimeSpan.FromMinutes(5);

    /// <param name="failures">Fruitless attempts so far, from 1 on.</param>
    /// <param name="asked">The delay that the server asked for.</param>
    /// <param name="jitter">0 … 1: spreads out many nodes that failed together; up to half of the delay falls away.</param>
    public TimeSpan Delay(int failures, TimeSpan? asked, double jitter)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(failures - 1, 20));
        var delay = (doubled < LongestDelay ? doubled : LongestDelay) * (1 - jitter / 2);
        var wanted = asked < LongestAsked ? asked.Value : asked is null ? TimeSpan.Zero : LongestAsked;
        return wanted > delay ? wanted : delay;
    }

    /// <summary>Whether trying again makes sense at all. A full disk does not empty itself while one waits.</summary>
    public static bool MayPass(Exception failure) => failure switch
    {
        PullException pull => pull.MayPass,
        HttpRequestException => true,
        IOException io => !DiskSpace.IsFull(io),
        _ => false,
    };
}
