namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Who starts next: the most urgent, and among equally urgent ones that of the key which was served least.</summary>
/// <remarks>
/// Virtual Token Counter (Sheng et al., OSDI 2024): each key has a counter of what it was served, one per prompt token and two per generated one, charged as
/// they are served. A key that comes back after a pause is lifted to the smallest counter of those that stayed: silence earns no credit. Within a key nobody overtakes.
/// </remarks>
internal sealed class FairQueue
{
    public const int PromptTokenCost = 1;
    public const int GeneratedTokenCost = 2;

    private readonly Dictionary<string, KeyLine> _lines = [];

    /// <summary>Sequences that wait.</summary>
    public int Count { get; private set; }

    /// <summary>A new request waits at the end of its line.</summary>
    public void Enqueue(Sequence sequence)
    {
        var key = sequence.Request.Key;
        if (!_lines.TryGetValue(key, out var line)) _lines[key] = line = new KeyLine();
        if (line.Active == 0) line.Served = Math.Max(line.Served, LeastServedActive() ?? 0);
        line.Active++;
        PutBack(sequence);
    }

    /// <summary>A sequence that had started waits again, where its age puts it.</summary>
    public void PutBack(Sequence sequence)
    {
        _lines[sequence.Request.Key].Insert(sequence);
        Count++;
    }

    /// <summary>Who starts next; null when nobody waits.</summary>
    public Sequence? Peek()
    {
        if (Count == 0) return null;
        Sequence? next = null;
        var served = 0L;
        foreach (var line in _lines.Values)
        {
            if (line.Head is not { } head || (next is not null && !IsBefore(head, line.Served, next, served))) continue;
            (next, served) = (head, line.Served);
        }

        return next;
    }

    /// <summary>Takes a sequence out that waits; it stays active until it <see cref="Depart"/>s.</summary>
    public void Remove(Sequence sequence)
    {
        if (_lines[sequence.Request.Key].Remove(sequence)) Count--;
    }

    /// <summary>A key was served.</summary>
    public void Charge(Sequence sequence, int cost) => _lines[sequence.Request.Key].Served += cost;

    /// <summary>A sequence neither waits nor runs any more.</summary>
    public void Depart(Sequence sequence)
    {
        if (--_lines[sequence.Request.Key].Active > 0) return;
        // An idle key whose counter a lift would overtake need not be remembered.
        var least = LeastServedActive() ?? long.MaxValue;
        foreach (var (key, line) in _lines)
        {
            if (line.Active == 0 && line.Served <= least) _lines.Remove(key);
        }
    }

    public void Clear()
    {
        _lines.Clear();
        Count = 0;
    }

    private static bool IsBefore(Sequence head, long served, Sequence next, long nextServed)
    {
        if (head.Request.Priority != next.Request.Priority) return head.Request.Priority > next.Request.Priority;
        return served != nextServed ? served < nextServed : head.Arrival < next.Arrival;
    }

    private long? LeastServedActive()
    {
        long? least = null;
        foreach (var line in _lines.Values)
        {
            if (line.Active > 0 && !(least < line.Served)) least = line.Served;
        }

        return least;
    }
}
