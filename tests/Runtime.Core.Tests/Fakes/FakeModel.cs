using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Tests.Fakes;

/// <summary>
/// A model whose next token is a function of everything its sequence holds, so that a token in the wrong sequence or position shows in the output. It checks
/// what a real context would abort on: contiguous positions, sequence ids, cells, batch size, one thread.
/// </summary>
internal sealed class FakeModel(FakeModelOptions options) : IInferenceModel
{
    private readonly Dictionary<int, List<int>> _cells = [];
    private readonly List<float[]> _logits = [];
    private int _thread;

    public FakeModel()
        : this(new FakeModelOptions())
    {
    }

    public ModelDescription Description { get; } = new()
    {
        Name = "fake",
        ContextTokens = options.ContextTokens,
        MaxSequences = options.MaxSequences,
        BatchTokens = options.BatchTokens,
        VocabularySize = FakeTokenizer.VocabularySize,
        TrainedContextTokens = options.TrainedContextTokens,
        ChatTemplate = "fake",
        SharesPrefixes = options.SharesPrefixes,
        Adapters = options.Adapters,
    };

    public bool Disposed { get; private set; }

    public int Steps { get; private set; }

    public int Evaluated { get; private set; }

    public int LargestBatch { get; private set; }

    public int CellsUsed => _cells.Values.Sum(cells => cells.Count);

    public StepResult Evaluate(StepBatch batch)
    {
        CheckThread();
        Steps++;
        LargestBatch = Math.Max(LargestBatch, batch.Entries.Length);
        if (batch.Entries.Length is 0 || batch.Entries.Length > options.BatchTokens) return StepResult.Failed($"a batch of {batch.Entries.Length}");
        if (options.BeforeStep?.Invoke(Steps) is { } outcome) return outcome;
        if (CellsUsed + batch.Entries.Length > (options.PhysicalCells ?? options.ContextTokens)) return StepResult.NoKvSlot;

        _logits.Clear();
        foreach (var entry in batch.Entries)
        {
            if (entry.Sequence < 0 || entry.Sequence >= Description.SequenceIds) return StepResult.Failed($"sequence {entry.Sequence}");
            if (!_cells.TryGetValue(entry.Sequence, out var cells)) _cells[entry.Sequence] = cells = [];
            if (entry.Position != cells.Count) return StepResult.Failed($"position {entry.Position} after {cells.Count} cells");
            cells.Add(entry.Token);
            Evaluated++;
            if (entry.WantLogits) _logits.Add(LogitsAfter(cells));
        }

        return StepResult.Ok;
    }

    public ReadOnlySpan<float> Logits(int index) => _logits[index];

    public void Remove(int sequence, int fromPosition, int toPosition)
    {
        CheckThread();
        if (!_cells.TryGetValue(sequence, out var cells)) return;
        var from = fromPosition < 0 ? 0 : fromPosition;
        var to = toPosition < 0 ? cells.Count : Math.Min(toPosition, cells.Count);
        if (from < to) cells.RemoveRange(from, to - from);
    }

    public void Copy(int fromSequence, int toSequence, int fromPosition, int toPosition)
    {
        CheckThread();
        if (!options.SharesPrefixes) throw new NotSupportedException("sequences of this model cannot share cells");
        if (_cells.GetValueOrDefault(toSequence) is { Count: > 0 } taken) throw new InvalidOperationException($"sequence {toSequence} holds {taken.Count} cells");
        _cells[toSequence] = _cells[fromSequence][fromPosition..toPosition];
    }

    public void UseAdapter(int adapter)
    {
        CheckThread();
        if (adapter < -1 || adapter >= options.Adapters.Count) throw new ArgumentOutOfRangeException(nameof(adapter), adapter, "no such adapter");
    }

    public void Clear() => _cells.Clear();

    public void Dispose() => Disposed = true;

    private float[] LogitsAfter(List<int> cells)
    {
        var logits = new float[FakeTokenizer.VocabularySize];
        var hash = 14695981039346656037UL;
        foreach (var token in cells) hash = (hash ^ (uint)token) * 1099511628211UL;
        for (var token = 0; token < logits.Length; token++) logits[token] = (float)(((hash >> (token % 48)) & 0xFF) / 64.0);
        logits[options.Next(cells, hash)] += 8;
        return logits;
    }

    private void CheckThread()
    {
        var current = Environment.CurrentManagedThreadId;
        if (Interlocked.CompareExchange(ref _thread, current, 0) is var owner && owner != 0 && owner != current)
            throw new InvalidOperationException("a second thread touched the model");
    }
}

internal sealed record FakeModelOptions
{
    public int ContextTokens { get; init; } = 512;

    public int MaxSequences { get; init; } = 4;

    public int BatchTokens { get; init; } = 32;

    public int TrainedContextTokens { get; init; } = 256;

    /// <summary>Cells there really are, where that differs from what the description promises.</summary>
    public int? PhysicalCells { get; init; }

    public bool SharesPrefixes { get; init; }

    public IReadOnlyList<string> Adapters { get; init; } = [];

    /// <summary>Called with the number of each step; a result replaces the evaluation.</summary>
    public Func<int, StepResult?>? BeforeStep { get; init; }

    /// <summary>The favoured next token, from the sequence's tokens and their hash. By default a letter, and now and then the end.</summary>
    public Func<IReadOnlyList<int>, ulong, int> Next { get; init; } =
        (_, hash) => hash % 23 == 0 ? FakeTokenizer.EndOfGeneration : 'a' + (int)(hash % 26);

    /// <summary>Says <paramref name="text"/> after the assistant's marker, one byte per token, then ends.</summary>
    public static Func<IReadOnlyList<int>, ulong, int> Saying(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return (cells, _) =>
        {
            var said = cells.Count - 1 - cells.ToList().LastIndexOf(FakeTokenizer.Assistant);
            return said < bytes.Length ? bytes[said] : FakeTokenizer.EndOfGeneration;
        };
    }
}
