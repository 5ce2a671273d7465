using System.Collections.Concurrent;

namespace InferOps.Runtime.Core.Engine;

/// <summary>Hands what a step brought to those who wait for it, all streams of a step on one thread that is woken once.</summary>
/// <remarks>
/// Readers go on on this thread: they make text of a token, write it and send it. Each waking one of the pool's threads instead costs a stream as much CPU as its work,
/// on the very CPUs that compute. So no reader may block; one that waits for its client leaves the thread at once.
/// </remarks>
internal sealed class Delivery : IDisposable
{
    private readonly ConcurrentQueue<Parcel> _parcels = new();
    private readonly AutoResetEvent _posted = new(false);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private volatile bool _stopped;

    public Delivery() => _thread = new Thread(Run) { Name = "delivery", IsBackground = true };

    public void Start() => _thread.Start();

    /// <summary>Any thread; nothing happens before <see cref="Send"/>.</summary>
    public void Add(Generation to, EngineEvent happened)
    {
        _parcels.Enqueue(new Parcel(to, happened));
        // After the thread has looked for the last time, whoever comes late delivers himself.
        if (_stopped) HandOut();
    }

    /// <summary>Delivers what was added.</summary>
    public void Send()
    {
        if (!_parcels.IsEmpty) _posted.Set();
    }

    /// <summary>Delivers what was added and ends the thread; what is added later is delivered by whoever adds it. Idempotent.</summary>
    public void Dispose()
    {
        _stopping = true;
        _posted.Set();
    }

    private void Run()
    {
        while (!_stopping)
        {
            _posted.WaitOne();
            HandOut();
        }

        HandOut();
        _stopped = true;
        // Between the flag and the last look: a parcel is either seen here, or its sender sees the flag.
        Interlocked.MemoryBarrier();
        HandOut();
    }

    private void HandOut()
    {
        while (_parcels.TryDequeue(out var parcel)) parcel.To.Receive(parcel.Happened);
    }

    private readonly record struct Parcel(Generation To, EngineEvent Happened);
}
