using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Scheduling;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>Adds guesses to the engine's steps, where every sequence lacks just one token: steps with prompts in them take long already.</summary>
internal sealed class SpeculativeStep(Speculator speculator)
{
    private readonly List<Draft> _drafts = [];
    private bool _hasBegun;

    /// <summary>Adds what is worth guessing to a composed step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="room">Cells that neither anybody uses nor the step itself needs.</param>
    public void Begin(StepComposer step, int room)
    {
        _hasBegun = !speculator.IsOff && step.PrefillTokens == 0;
        if (!_hasBegun) return;
        _drafts.Clear();
        foreach (var (sequence, _) in step.Parts) _drafts.Add(Prepare(sequence));
        speculator.Begin(_drafts, Math.Max(0, Math.Min(room, step.Capacity - step.Entries.Length)));
        foreach (var draft in CollectionsMarshal.AsSpan(_drafts))
        {
            if (draft.Proposed.Count == 0) continue;
            step.AddGuesses();
            return;
        }
    }

    /// <summary>The step that began was not evaluated.</summary>
    public void Abort() => _hasBegun = false;

    /// <param name="sequences">Sequences of the step.</param>
    /// <param name="guessed">Guesses that were evaluated.</param>
    /// <param name="accepted">Those that were right.</param>
    public void End(int sequences, int guessed, int accepted)
    {
        if (_hasBegun) speculator.End(sequences, guessed, accepted);
        _hasBegun = false;
    }

    private static Draft Prepare(Sequence sequence)
    {
        sequence.Draft.Sequence = sequence.Slot!.Id;
        sequence.Draft.Room = sequence.Request.MaxTokens - sequence.Generated - 1;
        return sequence.Draft;
    }
}
