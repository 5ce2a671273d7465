namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>How long a download waits after a failure, when it gives up, and how many connections it uses.</summary>
internal sealed class Patience(TransferOptions options)
{
    private readonly Queue<TimeSpan> _delays = new();
    private long _furthest;
    private int _failures;

    /// <summary>Fewer after a server said that it is busy; never none.</summary>
    public int Connections { get; private set; } = options.Connections;

    /// <summary>
    /// All bytes here by now. Only real progress counts, or a server that gives a few bytes and breaks off would be asked for ever; and only beyond what was
    /// here before, for what cannot be continued starts over.
    /// </summary>
    public void Gained(long bytes)
    {
        if (bytes < _furthest + options.PaceBytes) return;
        (_furthest, _failures) = (bytes, 0);
    }

    /// <returns>How long the next attempt is to wait.</returns>
    /// <exception cref="PullException">Too much was tried for nothing.</exception>
    public TimeSpan Fail(Exception failure)
    {
        // Connections that are cut together are one failure, not four.
        var rounds = 1 + _failures++ / options.Connections;
        if (rounds >= options.Retry.FruitlessAttempts) throw PullException.DownloadFailed($"given up after {_failures} attempts that gained nothing: {failure.Message}");
        if (failure is PullException { Busy: true }) Connections = Math.Max(1, Connections - 1);
        var delay = options.Retry.Delay(rounds, (failure as PullException)?.RetryAfter, Random.Shared.NextDouble());
        _delays.Enqueue(delay);
        return delay;
    }

    public TimeSpan NextDelay() => _delays.TryDequeue(out var delay) ? delay : TimeSpan.Zero;
}
