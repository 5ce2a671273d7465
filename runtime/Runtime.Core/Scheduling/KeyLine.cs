namespace InferOps.Runtime.Core.Scheduling;

/// <summary>The requests of one key that wait, in the order in which they may start, and what the key was served.</summary>
internal sealed class KeyLine
{
    private readonly LinkedList<Sequence> _waiting = [];

    /// <summary>Its virtual token counter.</summary>
    public long Served { get; set; }

    /// <summary>Requests that wait or run.</summary>
    public int Active { get; set; }

    public Sequence? Head => _waiting.First?.Value;

    public void Insert(Sequence sequence)
    {
        var after = _waiting.Last;
        while (after is not null && sequence.IsBefore(after.Value)) after = after.Previous;
        if (after is null) _waiting.AddFirst(sequence);
        else _waiting.AddAfter(after, sequence);
    }

    public bool Remove(Sequence sequence) => _waiting.Remove(sequence);
}
