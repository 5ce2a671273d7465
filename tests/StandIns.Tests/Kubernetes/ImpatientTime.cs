namespace InferOps.StandIns.Tests.Kubernetes;

/// <summary>Real time, except that every delay is over at once: for back-offs whose length is tested elsewhere.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
