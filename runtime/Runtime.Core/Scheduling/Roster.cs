using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Who runs and who waits: sequence slots and KV cells are given in order of arrival and taken back.</summary>
internal sealed class Roster(IInferenceModel model)
{
    private readonly LinkedList<Sequence> _waiting = [];
    private readonly List<Sequence> _running = [];
    private readonly SlotPool _slots = new(model);
    private readonly KvLedger _ledger = new(model.Description.ContextTokens);

    // After the cache turned out fuller than the ledger says, nobody starts until somebody has left.
    private bool _cacheExhausted;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Sequence> Running => _running;

    public bool IsEmpty => _running.Count == 0 && _waiting.Count == 0;

    public int CellsReserved => _ledger.Reserved;

    public void Enqueue(Sequence sequence) => _waiting.AddLast(sequence);

    /// <summary>Starts those that waited longest while there are slots and room. Nobody overtakes: a large request is not starved by small ones.</summary>
    public void StartWaiting()
    {
        while (!_cacheExhausted && _slots.HasFree && _waiting.First is { Value: var sequence } && _ledger.TryReserve(sequence.Request.Cells))
        {
            _waiting.RemoveFirst();
            _slots.Enter(sequence);
            _running.Add(sequence);
        }
    }

    /// <summary>Finds out for sequences that started which of their cells exist already, and frees leftover cells that now stand in the way.</summary>
    /// <returns>Those that begin now.</returns>
    public List<Sequence> PlaceStarted()
    {
        var placed = new List<Sequence>();
        for (var i = 0; i < _running.Count; i++)
        {
            if (!_running[i].IsPlaced && _slots.TryPlace(_running[i], _running.Take(i))) placed.Add(_running[i]);
        }

        _slots.TrimLeftovers(_ledger.Cells - _ledger.Reserved);
        return placed;
    }

    /// <summary>Takes a sequence out, running or waiting.</summary>
    public void Remove(Sequence sequence)
    {
        if (sequence.Slot is null)
        {
            _waiting.Remove(sequence);
            return;
        }

        Release(sequence);
        _slots.Leave(sequence);
        _cacheExhausted = false;
    }

    /// <summary>Frees cells that only might be needed again; false when there are none.</summary>
    public bool TryFreeLeftover() => _slots.TryFreeLeftover();

    /// <summary>Sends a running sequence back to the head of the queue; it will evaluate all its tokens again.</summary>
    public void Preempt(Sequence sequence)
    {
        Release(sequence);
        _slots.Evict(sequence);
        sequence.Displace();
        _waiting.AddFirst(sequence);
        _cacheExhausted = true;
    }

    /// <summary>Forgets everybody without touching the model.</summary>
    public Sequence[] Abandon()
    {
        Sequence[] everybody = [.. _running, .. _waiting];
        foreach (var sequence in _running) _ledger.Release(sequence.Request.Cells);
        _running.Clear();
        _waiting.Clear();
        return everybody;
    }

    public Sequence? Find(Generation generation) =>
        _running.Find(sequence => sequence.Generation == generation) ?? _waiting.FirstOrDefault(sequence => sequence.Generation == generation);

    private void Release(Sequence sequence)
    {
        _running.Remove(sequence);
        _ledger.Release(sequence.Request.Cells);
    }
}
