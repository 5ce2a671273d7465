namespace InferOps.Runtime.Core.Engine;

/// <summary>One llama context. Called by the engine thread alone, so implementations hold no locks.</summary>
/// <remarks>A native failure is a <see cref="StepStatus.Failed"/> result; an exception from any member is treated the same way.</remarks>
public interface IInferenceModel : IDisposable
{
    ModelDescription Description { get; }

    /// <summary>Evaluates one batch: writes the KV cells of its entries and computes the logits that were asked for.</summary>
    /// <remarks>
    /// The batch holds at most <see cref="ModelDescription.BatchTokens"/> entries; entries of one sequence are contiguous, in order of position.
    /// After <see cref="StepStatus.NoKvSlot"/> no cell of the batch has been written.
    /// </remarks>
    StepResult Evaluate(StepBatch batch);

    /// <summary>Logits of the <paramref name="index"/>-th entry that wanted them, <c>VocabularySize</c> floats; valid until the next <see cref="Evaluate"/>.</summary>
    ReadOnlySpan<float> Logits(int index);

    /// <summary>Frees the cells of <paramref name="sequence"/> at positions [from, to); −1 leaves that end open.</summary>
    void Remove(int sequence, int fromPosition, int toPosition);

    /// <summary>Lets <paramref name="toSequence"/> share the cells of <paramref name="fromSequence"/> at positions [from, to); −1 leaves that end open.</summary>
    void Copy(int fromSequence, int toSequence, int fromPosition, int toPosition);

    /// <summary>Following evaluations use the adapter of this number, an index of <see cref="ModelDescription.Adapters"/>; −1 uses none.</summary>
    void UseAdapter(int adapter);

    /// <summary>Frees every cell of every sequence.</summary>
    void Clear();
}
