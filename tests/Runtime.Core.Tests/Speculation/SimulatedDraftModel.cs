using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Tests.Speculation;

/// <summary>A draft model that knows the text, and is right about a given share of it. Evaluating takes its time.</summary>
internal sealed class SimulatedDraftModel(Text text, double accuracy, SteppedClock clock, Func<int, double> seconds) : IInferenceModel
{
    private readonly Dictionary<int, int> _cells = [];
    private readonly List<float[]> _logits = [];

    public ModelDescription Description { get; } = new()
    {
        Name = "draft", ContextTokens = 1 << 20, MaxSequences = 64, BatchTokens = 512, VocabularySize = SimulatedTexts.Vocabulary, TrainedContextTokens = 1 << 20,
        SharesPrefixes = true,
    };

    public StepResult Evaluate(StepBatch batch)
    {
        clock.Advance(seconds(batch.Entries.Length));
        _logits.Clear();
        foreach (var entry in batch.Entries)
        {
            if (entry.Position != _cells.GetValueOrDefault(entry.Sequence)) return StepResult.Failed($"position {entry.Position}");
            _cells[entry.Sequence] = entry.Position + 1;
            if (entry.WantLogits) _logits.Add(After(entry));
        }

        return StepResult.Ok;
    }

    public ReadOnlySpan<float> Logits(int index) => _logits[index];

    public void Remove(int sequence, int fromPosition, int toPosition) => _cells[sequence] = Math.Max(0, fromPosition);

    public void Copy(int fromSequence, int toSequence, int fromPosition, int toPosition) => throw new NotSupportedException();

    public void UseAdapter(int adapter)
    {
    }

    public void Clear() => _cells.Clear();

    public void Dispose()
    {
    }

    private float[] After(StepEntry entry)
    {
        var next = text(entry.Sequence, entry.Position + 1);
        var right = SimulatedTexts.Hash(entry.Sequence + 5, entry.Position) % 1000 < accuracy * 1000;
        var logits = new float[SimulatedTexts.Vocabulary];
        logits[right ? next : (next + 1) % logits.Length] = 1;
        return logits;
    }
}
