using System.Numerics.Tensors;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>The context of a draft model, and what its sequences hold.</summary>
internal sealed class DraftModel(IInferenceModel model, TimeProvider time)
{
    private readonly DraftCells[] _cells = [.. Enumerable.Range(0, model.Description.SequenceIds).Select(_ => new DraftCells())];
    private readonly StepEntry[] _entries = new StepEntry[model.Description.BatchTokens];
    private readonly List<Draft> _round = [];
    private int _count;

    /// <summary>Seconds of one evaluation by the number of its tokens.</summary>
    public StepCosts Costs { get; } = new();

    public int BatchTokens => _entries.Length;

    /// <summary>True when the context has a sequence of this id.</summary>
    public bool Holds(int sequence) => sequence < _cells.Length;

    /// <summary>Tokens to evaluate before the first guess.</summary>
    public int Backlog(Draft draft) => draft.Tokens.Length - _cells[draft.Sequence].CommonWith(draft);

    /// <summary>Guesses that fit the length the model was trained for, and the cells of a sequence.</summary>
    public int Room(Draft draft) => Math.Max(0, Math.Min(model.Description.TrainedContextTokens, model.Description.SequenceTokens) - draft.Tokens.Length);

    /// <summary>Evaluates the first <paramref name="tokens"/> of a backlog, at least one. False when there is no room for them.</summary>
    public bool ReadUp(Draft draft, int tokens, IReadOnlyList<Draft> inUse)
    {
        Align(draft);
        _count = 0;
        for (var i = 0; i < tokens; i++) Add(draft, draft.Tokens[_cells[draft.Sequence].Tokens.Count + i], i, wantLogits: i == tokens - 1);
        return Evaluate(inUse);
    }

    /// <summary>Guesses in rounds: each evaluates one more token of every sequence that wants another guess.</summary>
    public void Guess(IReadOnlyList<Draft> drafts, Predicate<Draft> isReady)
    {
        Begin(drafts, isReady);
        while (_round.Count > 0 && Evaluate(drafts))
        {
            for (var i = 0; i < _round.Count; i++) _round[i].Proposed.Add(TensorPrimitives.IndexOfMax(model.Logits(i)));
            _round.RemoveAll(static draft => draft.Proposed.Count == draft.Wanted);
            _count = 0;
            foreach (var draft in _round) Add(draft, draft.Proposed[^1], 0, wantLogits: true);
        }
    }

    private void Begin(IReadOnlyList<Draft> drafts, Predicate<Draft> isReady)
    {
        _round.Clear();
        _count = 0;
        foreach (var draft in drafts)
        {
            if (draft.Wanted == 0 || !isReady(draft) || _count + Backlog(draft) > _entries.Length) continue;
            Align(draft);
            var (backlog, known) = (Backlog(draft), _cells[draft.Sequence].Tokens.Count);
            for (var i = 0; i < backlog; i++) Add(draft, draft.Tokens[known + i], i, wantLogits: i == backlog - 1);
            _round.Add(draft);
        }
    }

    private void Add(Draft draft, int token, int offset, bool wantLogits) =>
        _entries[_count++] = new StepEntry(draft.Sequence, token, _cells[draft.Sequence].Tokens.Count + offset, wantLogits);

    /// <summary>Removes the cells that hold something else than the sequence does.</summary>
    private void Align(Draft draft)
    {
        var cells = _cells[draft.Sequence];
        var common = cells.CommonWith(draft);
        if (common == cells.Tokens.Count) return;
        model.Remove(draft.Sequence, common, -1);
        cells.Truncate(common);
    }

    /// <exception cref="EngineFaultException">The model could not be evaluated.</exception>
    private bool Evaluate(IReadOnlyList<Draft> inUse)
    {
        var entries = _entries.AsSpan(0, _count);
        var startedAt = time.GetTimestamp();
        var result = model.Evaluate(new StepBatch(entries));
        if (result.Status == StepStatus.NoKvSlot && FreeOthers(inUse)) result = model.Evaluate(new StepBatch(entries));
        if (result.Status == StepStatus.Failed) throw new EngineFaultException($"the draft model: {result.Message}");
        if (result.Status != StepStatus.Ok) return false;
        foreach (var entry in entries) _cells[entry.Sequence].Tokens.Add(entry.Token);

        // A device may still be at work: it has finished when there are logits.
        _ = model.Logits(0);
        Costs.Add(_count, time.GetElapsedTime(startedAt).TotalSeconds);
        return true;
    }

    /// <summary>Frees the cells of sequences that nothing is guessed for; false when there are none.</summary>
    private bool FreeOthers(IReadOnlyList<Draft> inUse)
    {
        var freed = false;
        for (var sequence = 0; sequence < _cells.Length; sequence++)
        {
            if (_cells[sequence].Tokens.Count == 0 || inUse.Any(draft => draft.Sequence == sequence)) continue;
            model.Remove(sequence, -1, -1);
            _cells[sequence].Truncate(0);
            freed = true;
        }

        return freed;
    }
}
