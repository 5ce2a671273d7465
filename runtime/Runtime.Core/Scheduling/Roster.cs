using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Who runs and who waits: sequence slots and KV cells are given in order of arrival and taken back.</summary>
internal sealed class Roster
{
    private readonly LinkedList<Sequence> _waiting = [];
    private readonly List<Sequence> _running = [];
    private readonly Stack<int> _freeSlots;
    private readonly KvLedger _ledger;

    // After the cache turned out fuller than the ledger says, nobody starts until somebody has left.
    private bool _cacheExhausted;

    public Roster(int slots, int cells)
    {
        _freeSlots = new Stack<int>(Enumerable.Range(0, slots).Reverse());
        _ledger = new KvLedger(cells);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Sequence> Running => _running;

    public bool IsEmpty => _running.Count == 0 && _waiting.Count == 0;

    public int CellsReserved => _ledger.Reserved;

    public void Enqueue(Sequence sequence) => _waiting.AddLast(sequence);

    /// <summary>Starts the longest waiting sequence if there is a slot and room for it. Nobody overtakes it: a large request is not starved by small ones.</summary>
    public Sequence? StartNext()
    {
        if (_waiting.First is not { Value: var sequence } || _freeSlots.Count == 0 || _cacheExhausted) return null;
        if (!_ledger.TryReserve(sequence.Request.Cells)) return null;
        _waiting.RemoveFirst();
        sequence.Slot = _freeSlots.Pop();
        _running.Add(sequence);
        return sequence;
    }

    /// <summary>Takes a sequence out, running or waiting.</summary>
    public void Remove(Sequence sequence)
    {
        if (sequence.Slot == Sequence.NoSlot) _waiting.Remove(sequence);
        else Release(sequence);
        _cacheExhausted = false;
    }

    /// <summary>Sends a running sequence back to the head of the queue; it will evaluate all its tokens again.</summary>
    public void Preempt(Sequence sequence)
    {
        Release(sequence);
        sequence.Evaluated = 0;
        _waiting.AddFirst(sequence);
        _cacheExhausted = true;
    }

    public Sequence? Find(Generation generation) =>
        _running.Find(sequence => sequence.Generation == generation) ?? _waiting.FirstOrDefault(sequence => sequence.Generation == generation);

    /// <summary>Everybody, those that run first.</summary>
    public Sequence[] All() => [.. _running, .. _waiting];

    private void Release(Sequence sequence)
    {
        _running.Remove(sequence);
        _ledger.Release(sequence.Request.Cells);
        _freeSlots.Push(sequence.Slot);
        sequence.Slot = Sequence.NoSlot;
    }
}
