namespace InferOps.LocalCluster.Kubelet.Containers;

/// <summary>An order to end: asked for once, with a time after which there is no more waiting. Later orders can only shorten it.</summary>
/// <remarks>Never disposed: an order may come at any time, even after the end, and sources without wait handles hold nothing but memory.</remarks>
#pragma warning disable CA1001
internal sealed class Termination(TimeProvider time)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _overdue = new(Timeout.InfiniteTimeSpan, time);
    private DateTimeOffset _deadline = DateTimeOffset.MaxValue;

    public CancellationToken Requested => _requested.Token;

    /// <summary>The grace period is over.</summary>
    public CancellationToken Overdue => _overdue.Token;

    public void Request(TimeSpan grace)
    {
        var deadline = time.GetUtcNow() + grace;
        if (deadline < _deadline)
        {
            _deadline = deadline;
            if (grace <= TimeSpan.Zero) _overdue.Cancel();
            else _overdue.CancelAfter(grace);
        }

        _requested.Cancel();
    }
}
