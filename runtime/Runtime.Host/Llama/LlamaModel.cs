using InferOps.Runtime.Core.Engine;
using LLama;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>One llama.cpp context over LLamaSharp. Used by the engine thread alone.</summary>
internal sealed class LlamaModel(LLamaWeights weights, SafeLLamaContextHandle context, ModelDescription description, LlamaLog log) : IInferenceModel
{
    /// <summary>The adapters that the description names, in the same order.</summary>
    public required LlamaAdapters Adapters { private get; init; }

    private readonly LLamaBatch _batch = new();

    /// <summary>Batch indices of the entries that wanted logits, in order.</summary>
    private readonly List<int> _wanted = [];

    public ModelDescription Description => description;

    public StepResult Evaluate(StepBatch batch)
    {
        _batch.Clear();
        _wanted.Clear();
        foreach (var entry in batch.Entries)
        {
            CheckSequence(entry.Sequence);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)entry.Token, (uint)description.VocabularySize, nameof(batch));
            var index = _batch.Add(entry.Token, entry.Position, (LLamaSeqId)entry.Sequence, entry.WantLogits);
            if (entry.WantLogits) _wanted.Add(index);
        }

        return context.Decode(_batch) switch
        {
            DecodeResult.Ok => StepResult.Ok,
            DecodeResult.NoKvSlot => StepResult.NoKvSlot,
            var failure => StepResult.Failed($"llama_decode: {failure}. {log.LastError}"),
        };
    }

    public ReadOnlySpan<float> Logits(int index) => context.GetLogitsIth(_wanted[index]);

    public void Remove(int sequence, int fromPosition, int toPosition)
    {
        CheckSequence(sequence);
        context.MemorySequenceRemove((LLamaSeqId)sequence, fromPosition, toPosition);
    }

    public void Copy(int fromSequence, int toSequence, int fromPosition, int toPosition)
    {
        CheckSequence(fromSequence);
        CheckSequence(toSequence);
        context.MemorySequenceCopy((LLamaSeqId)fromSequence, (LLamaSeqId)toSequence, fromPosition, toPosition);
    }

    public void UseAdapter(int adapter) => Adapters.Use(context, adapter);

    public void Clear() => context.MemoryClear();

    public void Dispose()
    {
        context.Dispose();
        weights.Dispose();
    }

    /// <summary>llama.cpp aborts the whole process over a sequence that is none.</summary>
    private void CheckSequence(int sequence) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)description.SequenceIds, nameof(sequence));
}
