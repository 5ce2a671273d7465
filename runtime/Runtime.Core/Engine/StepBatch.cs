namespace InferOps.Runtime.Core.Engine;

/// <summary>One token of one sequence to evaluate.</summary>
/// <param name="Sequence">Sequence id, 0 … SequenceIds − 1.</param>
/// <param name="Token">Token id.</param>
/// <param name="Position">Zero-based position in the sequence.</param>
/// <param name="WantLogits">True when the logits after this token are needed.</param>
public readonly record struct StepEntry(int Sequence, int Token, int Position, bool WantLogits);

/// <summary>What one step evaluates.</summary>
public readonly ref struct StepBatch(ReadOnlySpan<StepEntry> entries)
{
    public ReadOnlySpan<StepEntry> Entries { get; } = entries;
}
