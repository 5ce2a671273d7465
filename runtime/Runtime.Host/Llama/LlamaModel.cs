using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Engine;
using LLama;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>One llama.cpp context over LLamaSharp. Used by the engine thread alone.</summary>
internal sealed class LlamaModel(LLamaWeights weights, SafeLLamaContextHandle context, ModelDescription description, LlamaLog log) : IInferenceModel
{
    /// <summary>The adapters that the description names, in the same order.</summary>
    public required LlamaAdapters Adapters { private get; init; }

    public required ComputeThreads Threads { private get; init; }

    private readonly LLamaBatch _batch = new();

    /// <summary>Batch indices of the entries that wanted logits, in order.</summary>
    private readonly List<int> _wanted = [];

    // By sequence: its first entry in the batch, and which of the wanted logits are its first. Used where sequences have cells of their own.
    private readonly int[] _firstEntry = new int[description.SequenceIds];
    private readonly int[] _firstWanted = new int[description.SequenceIds];

    public ModelDescription Description => description;

    public StepResult Evaluate(StepBatch batch)
    {
        Threads.Attach(context);
        _batch.Clear();
        _wanted.Clear();
        if (description.SeparateCells) AddBySequence(batch.Entries);
        else AddAsTheyCome(batch.Entries);

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
        if (!description.SeparateCells)
        {
            context.MemorySequenceCopy((LLamaSeqId)fromSequence, (LLamaSeqId)toSequence, fromPosition, toPosition);
            return;
        }

        // From one sequence's own cells to another's the library copies everything or aborts; what is too much goes again.
        context.MemorySequenceCopy((LLamaSeqId)fromSequence, (LLamaSeqId)toSequence, -1, -1);
        if (toPosition >= 0) context.MemorySequenceRemove((LLamaSeqId)toSequence, toPosition, -1);
    }

    public void UseAdapter(int adapter) => Adapters.Use(context, adapter);

    public void Clear() => context.MemoryClear();

    public void Dispose()
    {
        context.Dispose();
        Threads.Detach(context);
        weights.Dispose();
    }

    private void AddAsTheyCome(ReadOnlySpan<StepEntry> entries)
    {
        foreach (var entry in entries)
        {
            var index = Add(entry);
            if (entry.WantLogits) _wanted.Add(index);
        }
    }

    /// <summary>
    /// Sequences with cells of their own are computed together only when they follow each other by number, so they are sorted; callers ask for logits in the
    /// order of their entries all the same.
    /// </summary>
    private void AddBySequence(ReadOnlySpan<StepEntry> entries)
    {
        Array.Fill(_firstEntry, -1);
        var wanted = 0;
        for (var i = 0; i < entries.Length; i++)
        {
            CheckSequence(entries[i].Sequence);
            ref var first = ref _firstEntry[entries[i].Sequence];
            if (first < 0) (first, _firstWanted[entries[i].Sequence]) = (i, wanted);
            if (entries[i].WantLogits) wanted++;
        }

        CollectionsMarshal.SetCount(_wanted, wanted);
        for (var sequence = 0; sequence < _firstEntry.Length; sequence++)
        {
            if (_firstEntry[sequence] < 0) continue;
            wanted = _firstWanted[sequence];
            for (var i = _firstEntry[sequence]; i < entries.Length && entries[i].Sequence == sequence; i++)
            {
                var index = Add(entries[i]);
                if (entries[i].WantLogits) _wanted[wanted++] = index;
            }
        }
    }

    private int Add(StepEntry entry)
    {
        CheckSequence(entry.Sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)entry.Token, (uint)description.VocabularySize, nameof(entry));
        return _batch.Add(entry.Token, entry.Position, (LLamaSeqId)entry.Sequence, entry.WantLogits);
    }

    /// <summary>llama.cpp aborts the whole process over a sequence that is none.</summary>
    private void CheckSequence(int sequence) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sequence, (uint)description.SequenceIds, nameof(sequence));
}
