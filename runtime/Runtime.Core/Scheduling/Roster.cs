using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Who runs and who waits. Starting is optimistic: a request starts when its prompt fits, not its whole answer, and whoever came last makes room again.</summary>
internal sealed class Roster(IInferenceModel model)
{
    // Cells kept free for each running sequence to grow into before anybody has to be preempted.
    private const int Headroom = 16;

    private readonly Dictionary<Generation, Sequence> _everybody = [];
    private readonly FairQueue _waiting = new();
    private readonly List<Sequence> _running = [];
    private readonly KvCache _cache = new(model);

    // After somebody had to make room nobody starts until somebody has left: those who stayed need it.
    private bool _isShort;
    private long _arrivals;

    /// <summary>In the order in which they matter: urgent ones first, then older ones.</summary>
    public ReadOnlySpan<Sequence> Running => CollectionsMarshal.AsSpan(_running);

    public bool IsEmpty => _everybody.Count == 0;

    public CellCount Cells => _cache.Count;

    public void Enqueue(Generation generation)
    {
        var sequence = new Sequence(generation, _arrivals++);
        _everybody.Add(generation, sequence);
        _waiting.Enqueue(sequence);
    }

    public Sequence? Find(Generation generation) => _everybody.GetValueOrDefault(generation);

    /// <summary>Starts those whose turn it is while they fit. Nobody overtakes: a large request is not starved by small ones.</summary>
    public void StartWaiting()
    {
        while (!_isShort && _running.Count < model.Description.MaxSequences && _waiting.Peek() is { } sequence && Fits(sequence))
        {
            _waiting.Remove(sequence);
            var after = _running.FindLastIndex(other => other.IsBefore(sequence));
            _running.Insert(after + 1, sequence);
        }
    }

    /// <summary>Lets a sequence that started begin with the cells that exist already, unless somebody is about to evaluate more of the same prompt.</summary>
    /// <returns>False when it is better to wait for that.</returns>
    public bool TryPlace(Sequence sequence)
    {
        if (model.Description.SharesPrefixes && IsWorthWaiting(sequence)) return false;
        _cache.Place(sequence);
        return true;
    }

    /// <summary>Cells that hold nothing.</summary>
    public int FreeCells => _cache.Free;

    /// <summary>Makes room for <paramref name="cells"/> more, with cells that nobody uses; false when they do not suffice.</summary>
    public bool TryMakeRoom(int cells) => _cache.Free is var free && (free >= cells || (_cache.TryEvict(cells - free) && _cache.Free >= cells));

    /// <summary>Frees some cells that nobody uses; false when there are none.</summary>
    public bool TryEvict() => _cache.TryEvict(1);

    /// <summary>Who gives way when room is short: the last of those with cells. Null while only one has any: that one must go on.</summary>
    public Sequence? Preemptible()
    {
        var last = _running.FindLastIndex(sequence => sequence.IsPlaced);
        return last > _running.FindIndex(sequence => sequence.IsPlaced) ? _running[last] : null;
    }

    /// <summary>Sends a running sequence back to the queue; it will evaluate again whatever is not in the cache by then.</summary>
    public void Preempt(Sequence sequence)
    {
        _running.Remove(sequence);
        _cache.Leave(sequence);
        sequence.Displace();
        _waiting.PutBack(sequence);
        _isShort = true;
    }

    /// <summary>Those to come may use what a sequence evaluated of its prompt.</summary>
    public void Publish(Sequence sequence) => _cache.Publish(sequence);

    /// <summary>Tokens were served.</summary>
    public void Charge(Sequence sequence, int cost) => _waiting.Charge(sequence, cost);

    /// <summary>Takes a sequence out for good, running or waiting.</summary>
    public void Remove(Sequence sequence)
    {
        if (_running.Remove(sequence))
        {
            if (sequence.IsPlaced) _cache.Leave(sequence);
            _isShort = false;
        }
        else
        {
            _waiting.Remove(sequence);
        }

        _everybody.Remove(sequence.Generation);
        _waiting.Depart(sequence);
    }

    /// <summary>Forgets everybody without touching the model.</summary>
    public Sequence[] Abandon()
    {
        Sequence[] everybody = [.. _everybody.Values];
        _everybody.Clear();
        _running.Clear();
        _waiting.Clear();
        _cache.Abandon();
        return everybody;
    }

    private bool Fits(Sequence sequence)
    {
        if (_running.Count == 0) return true;
        var expected = _cache.Count.Used;
        var shared = 0;
        foreach (var other in _running)
        {
            expected += (other.IsPlaced ? other.Pending : other.Claim) + Spare(other);
            if (model.Description.SharesPrefixes) shared = Math.Max(shared, sequence.CommonWith(other));
        }

        sequence.Claim = sequence.Tokens.Length - shared;
        return expected + sequence.Claim + Spare(sequence) <= _cache.Cells;
    }

    private static int Spare(Sequence sequence) => Math.Min(Headroom, sequence.Request.MaxTokens - sequence.Generated);

    private bool IsWorthWaiting(Sequence sequence)
    {
        var shared = _cache.Shared(sequence);
        foreach (var other in _running)
        {
            // Only those that certainly go on before this one does: nobody waits in a circle.
            if (other == sequence || !(other.IsBefore(sequence) || (other.IsPlaced && other.Request.Priority == sequence.Request.Priority))) continue;
            if (sequence.CommonWith(other) - shared >= KvCache.Worthwhile) return true;
        }

        return false;
    }
}
