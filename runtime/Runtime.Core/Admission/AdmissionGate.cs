namespace InferOps.Runtime.Core.Admission;

/// <summary>Lets a bounded number of requests in. Any thread may ask; the answer is immediate.</summary>
/// <remarks>The count and whether the gate is closed are one number, so that "closed and empty" is reached exactly once.</remarks>
internal sealed class AdmissionGate(int capacity)
{
    private const int Closed = 1 << 30;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>Requests inside.</summary>
    public int Count => Volatile.Read(ref _state) & ~Closed;

    public bool IsClosed => (Volatile.Read(ref _state) & Closed) != 0;

    /// <summary>Completes when the gate is closed and nobody is inside.</summary>
    public Task Emptied => _emptied.Task;

    /// <summary>A ticket, or null when the gate is full or closed.</summary>
    public AdmissionTicket? TryEnter() => TryTake(1) ? new AdmissionTicket(this) : null;

    /// <summary>Tickets for a whole group, or null when they do not all fit or the gate is closed.</summary>
    public IReadOnlyList<AdmissionTicket>? TryEnter(int count) =>
        TryTake(count) ? [.. Enumerable.Range(0, count).Select(_ => new AdmissionTicket(this))] : null;

    /// <summary>Nobody enters any more. Idempotent.</summary>
    public void Close()
    {
        if (Interlocked.Or(ref _state, Closed) is 0 or Closed) _emptied.TrySetResult();
    }

    private bool TryTake(int count)
    {
        var seen = Volatile.Read(ref _state);
        while (seen <= capacity - count)
        {
            var before = Interlocked.CompareExchange(ref _state, seen + count, seen);
            if (before == seen) return true;
            seen = before;
        }

        return false;
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _state) == Closed) _emptied.TrySetResult();
    }
}
