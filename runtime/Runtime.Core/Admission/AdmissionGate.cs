using System.Collections.Concurrent;

namespace InferOps.Runtime.Core.Admission;

/// <summary>Lets a bounded number of requests in. Any thread may ask; the answer is immediate.</summary>
/// <remarks>
/// The count and whether the gate is closed are one number, so that "closed and empty" is reached exactly once. Once a second key was seen, a key may hold at
/// most <see cref="KeyShare"/> times the places that are free (the dynamic threshold of Choudhury and Hahne, 1998): one alone gets most of them, the more are
/// taken the less each may have, and some always stay free for a key that comes new. Nobody is kept out of a sequence that nobody runs in.
/// </remarks>
/// <param name="sequences">Requests that run at once.</param>
/// <param name="queue">Requests that may wait besides.</param>
internal sealed class AdmissionGate(int sequences, int queue)
{
    /// <summary>Places one key may hold for each free one.</summary>
    public const int KeyShare = 4;

    private const int Closed = 1 << 30;
    private readonly TaskCompletionSource _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, KeyPlaces> _keys = new();
    private string? _firstKey;
    private volatile bool _hasSeveralKeys;
    private int _state;

    /// <summary>Requests inside.</summary>
    public int Count => Volatile.Read(ref _state) & ~Closed;

    public bool IsClosed => (Volatile.Read(ref _state) & Closed) != 0;

    /// <summary>Completes when the gate is closed and nobody is inside.</summary>
    public Task Emptied => _emptied.Task;

    /// <summary>Lets a group in, all of it or nobody.</summary>
    /// <param name="key">For whom.</param>
    /// <param name="count">How many, at least one.</param>
    /// <param name="tickets">One for each.</param>
    /// <returns>Null, or what keeps it out: a gate that is full or closed is <see cref="RejectionReason.QueueFull"/>.</returns>
    public RejectionReason? TryEnter(string key, int count, out AdmissionTicket[] tickets)
    {
        tickets = [];
        Meet(key);
        if (!TryTake(count, out var free)) return RejectionReason.QueueFull;
        var waits = free - count < queue;
        var most = _hasSeveralKeys && waits ? KeyShare * (long)free : int.MaxValue;
        if (Take(key, count, most) is not { } places)
        {
            Release(count);
            return RejectionReason.KeyQueueFull;
        }

        tickets = new AdmissionTicket[count];
        for (var i = 0; i < count; i++) tickets[i] = new AdmissionTicket(this, places);
        return null;
    }

    /// <summary>Nobody enters any more. Idempotent.</summary>
    public void Close()
    {
        if (Interlocked.Or(ref _state, Closed) is 0 or Closed) _emptied.TrySetResult();
    }

    internal void Leave(KeyPlaces places)
    {
        if (places.Release(1)) _keys.TryRemove(new KeyValuePair<string, KeyPlaces>(places.Key, places));
        Release(1);
    }

    private void Meet(string key)
    {
        if (!_hasSeveralKeys && Interlocked.CompareExchange(ref _firstKey, key, null) is { } first && first != key) _hasSeveralKeys = true;
    }

    /// <param name="count">Places wanted.</param>
    /// <param name="free">Places that were free before.</param>
    private bool TryTake(int count, out int free)
    {
        var seen = Volatile.Read(ref _state);
        while ((free = sequences + queue - seen) >= count)
        {
            var before = Interlocked.CompareExchange(ref _state, seen + count, seen);
            if (before == seen) return true;
            seen = before;
        }

        return false;
    }

    private KeyPlaces? Take(string key, int count, long most)
    {
        while (true)
        {
            var places = _keys.GetOrAdd(key, static key => new KeyPlaces(key));
            if (places.TryTake(count, most, out var isGone)) return places;
            if (!isGone) return null;
            // The last one of this key has just left and takes the record away; the next record is another.
            _keys.TryRemove(new KeyValuePair<string, KeyPlaces>(key, places));
        }
    }

    private void Release(int count)
    {
        if (Interlocked.Add(ref _state, -count) == Closed) _emptied.TrySetResult();
    }
}
