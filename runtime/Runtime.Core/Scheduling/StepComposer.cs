using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>What a sequence gets in one step.</summary>
/// <param name="Sequence">Whose tokens they are.</param>
/// <param name="Count">Tokens to evaluate, from its first pending one on; guesses at what follows them are evaluated besides.</param>
internal readonly record struct StepPart(Sequence Sequence, int Count);

/// <summary>Turns a plan into the entries of a batch. Reuses its memory: a step costs no allocation.</summary>
internal sealed class StepComposer(ModelDescription model)
{
    private readonly StepEntry[] _entries = new StepEntry[model.BatchTokens];
    private readonly Sequence[] _candidates = new Sequence[model.MaxSequences];
    private readonly int[] _pending = new int[model.MaxSequences];
    private readonly int[] _plan = new int[model.MaxSequences];
    private readonly List<StepPart> _parts = new(model.MaxSequences);
    private int _count;

    /// <summary>Who takes part, in the order of the batch.</summary>
    public ReadOnlySpan<StepPart> Parts => CollectionsMarshal.AsSpan(_parts);

    /// <summary>Most entries of a step.</summary>
    public int Capacity => _entries.Length;

    public ReadOnlySpan<StepEntry> Entries => _entries.AsSpan(0, _count);

    /// <summary>Tokens of sequences that lack more than one.</summary>
    public int PrefillTokens { get; private set; }

    /// <summary>Guesses evaluated for <see cref="Parts"/>, all of them together.</summary>
    public int Guesses { get; private set; }

    /// <summary>True when a stream gets its next token.</summary>
    public bool Decodes { get; private set; }

    /// <summary>Plans a step for the placed sequences of one adapter.</summary>
    public void Compose(ReadOnlySpan<Sequence> running, int adapter, StepBudget budget)
    {
        var candidates = 0;
        foreach (var sequence in running)
        {
            if (!sequence.IsPlaced || sequence.Request.Adapter != adapter) continue;
            (_candidates[candidates], _pending[candidates]) = (sequence, sequence.Pending);
            candidates++;
        }

        StepPlanner.Plan(_pending.AsSpan(0, candidates), budget, _plan.AsSpan(0, candidates));
        _parts.Clear();
        (_count, PrefillTokens, Guesses, Decodes) = (0, 0, 0, false);
        for (var i = 0; i < candidates; i++)
        {
            if (_plan[i] > 0) Add(_candidates[i], _plan[i]);
        }
    }

    /// <summary>Lets every part of a step that only decodes be followed by the guesses proposed for it: they are evaluated as if they had been chosen.</summary>
    public void AddGuesses()
    {
        _count = 0;
        foreach (var (sequence, _) in _parts)
        {
            var position = sequence.Evaluated;
            _entries[_count++] = new StepEntry(sequence.Slot!.Id, sequence.Tokens[position], position, WantLogits: true);
            foreach (var guess in CollectionsMarshal.AsSpan(sequence.Draft.Proposed))
                _entries[_count++] = new StepEntry(sequence.Slot!.Id, guess, ++position, WantLogits: true);
        }

        Guesses = _count - _parts.Count;
    }

    private void Add(Sequence sequence, int count)
    {
        _parts.Add(new StepPart(sequence, count));
        if (sequence.Pending == 1) Decodes = true;
        else PrefillTokens += count;
        var tokens = sequence.Tokens;
        for (var position = sequence.Evaluated; position < sequence.Evaluated + count; position++)
            _entries[_count++] = new StepEntry(sequence.Slot!.Id, tokens[position], position, WantLogits: position + 1 == tokens.Length);
    }
}
