using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Tests.Fakes;

/// <summary>
/// A model whose next token is a function of every cell its sequence holds, and each cell one of all before it and the adapter, so that a wrong, stale or
/// missing cell shows in the output. It checks what a real context would abort on: contiguous positions, sequence ids, cells, batch size, one thread.
/// </summary>
internal sealed class FakeModel(FakeModelOptions options) : IInferenceModel
{
    private const ulong Prime = 1099511628211UL;
    private readonly Dictionary<int, List<Cell?>> _cells = [];
    private readonly List<float[]> _logits = [];
    private int _logitsUsed;
    private int _adapter = -1;
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
        ChatTemplate = options.ChatTemplate,
        SharesPrefixes = options.SharesPrefixes,
        Adapters = options.Adapters,
        SequenceIds = options.SequenceIds,
    };

    public bool Disposed { get; private set; }

    public int Steps { get; private set; }

    public int Evaluated { get; private set; }

    public int LargestBatch { get; private set; }

    /// <summary>Cells that hold a token; one shared by several sequences counts once.</summary>
    public int CellsUsed { get; private set; }

    /// <summary>How often the adapter was changed.</summary>
    public int AdapterChanges { get; private set; }

    /// <summary>Cells that any of some sequences holds.</summary>
    public int CellsHeldBy(IEnumerable<int> sequences) => sequences.SelectMany(CellsOf).Distinct().Count(cell => cell is not null);

    public void UseAdapterIfOther(int adapter)
    {
        if (adapter != _adapter) UseAdapter(adapter);
    }

    public StepResult Evaluate(StepBatch batch)
    {
        CheckThread();
        Steps++;
        LargestBatch = Math.Max(LargestBatch, batch.Entries.Length);
        if (batch.Entries.Length is 0 || batch.Entries.Length > options.BatchTokens) return StepResult.Failed($"a batch of {batch.Entries.Length}");
        if (options.BeforeStep?.Invoke(Steps) is { } outcome) return outcome;
        if (CellsUsed + batch.Entries.Length > (options.PhysicalCells ?? options.ContextTokens)) return StepResult.NoKvSlot;

        _logitsUsed = 0;
        foreach (var entry in batch.Entries)
        {
            if (entry.Sequence < 0 || entry.Sequence >= Description.SequenceIds) return StepResult.Failed($"sequence {entry.Sequence}");
            var cells = CellsOf(entry.Sequence);
            if (entry.Position != cells.Count) return StepResult.Failed($"position {entry.Position} after {cells.Count} cells");
            if (cells.Contains(null)) return StepResult.Failed($"sequence {entry.Sequence} has a hole");
            var before = cells.Count == 0 ? (ulong)(_adapter + 2) : cells[^1]!.State;
            Hold(cells, new Cell(entry.Token, (before ^ (uint)entry.Token) * Prime));
            Evaluated++;
            if (entry.WantLogits) ComputeLogits(cells!);
        }

        options.AfterStep?.Invoke(batch.Entries.Length);
        return StepResult.Ok;
    }

    public ReadOnlySpan<float> Logits(int index) => index < _logitsUsed ? _logits[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public void Remove(int sequence, int fromPosition, int toPosition)
    {
        CheckThread();
        var cells = CellsOf(sequence);
        var from = fromPosition < 0 ? 0 : fromPosition;
        var to = toPosition < 0 ? cells.Count : Math.Min(toPosition, cells.Count);
        for (var position = from; position < to; position++) Release(cells, position);
        while (cells.Count > 0 && cells[^1] is null) cells.RemoveAt(cells.Count - 1);
    }

    public void Copy(int fromSequence, int toSequence, int fromPosition, int toPosition)
    {
        CheckThread();
        if (!options.SharesPrefixes) throw new NotSupportedException("sequences of this model cannot share cells");
        var (source, target) = (CellsOf(fromSequence), CellsOf(toSequence));
        for (var position = fromPosition; position < toPosition; position++)
        {
            var cell = source[position] ?? throw new InvalidOperationException($"sequence {fromSequence} has no cell {position}");
            if (position == target.Count) Hold(target, cell);
            else if (target[position] is null) (target[position], cell.Holders) = (cell, cell.Holders + 1);
            else throw new InvalidOperationException($"sequence {toSequence} has a cell {position} already");
        }
    }

    public void UseAdapter(int adapter)
    {
        CheckThread();
        if (adapter < -1 || adapter >= options.Adapters.Count) throw new ArgumentOutOfRangeException(nameof(adapter), adapter, "no such adapter");
        if (adapter == _adapter) throw new InvalidOperationException($"adapter {adapter} is in use already");
        _adapter = adapter;
        AdapterChanges++;
    }

    public void Clear()
    {
        _cells.Clear();
        CellsUsed = 0;
    }

    public void Dispose() => Disposed = true;

    private List<Cell?> CellsOf(int sequence) => _cells.TryGetValue(sequence, out var cells) ? cells : _cells[sequence] = [];

    private void Hold(List<Cell?> cells, Cell cell)
    {
        if (cell.Holders++ == 0) CellsUsed++;
        cells.Add(cell);
    }

    private void Release(List<Cell?> cells, int position)
    {
        if (cells[position] is not { } cell) return;
        if (--cell.Holders == 0) CellsUsed--;
        cells[position] = null;
    }

    private void ComputeLogits(IReadOnlyList<Cell> cells)
    {
        if (_logitsUsed == _logits.Count) _logits.Add(new float[FakeTokenizer.VocabularySize]);
        var logits = _logits[_logitsUsed++];
        var hash = 14695981039346656037UL;
        foreach (var cell in cells) hash = (hash ^ cell.State) * Prime;
        hash ^= hash >> 29;
        for (var token = 0; token < logits.Length; token++) logits[token] = (float)(((hash >> (token % 48)) & 0xFF) / 64.0);
        logits[options.Next([.. cells.Select(cell => cell.Token)], hash)] += 8;
    }

    private void CheckThread()
    {
        var current = Environment.CurrentManagedThreadId;
        if (Interlocked.CompareExchange(ref _thread, current, 0) is var owner && owner != 0 && owner != current)
            throw new InvalidOperationException("a second thread touched the model");
    }
}

/// <param name="token">The token it was written for.</param>
/// <param name="state">What attention would read in it: a function of all tokens up to this one, and of the adapter.</param>
internal sealed class Cell(int token, ulong state)
{
    public int Token { get; } = token;

    public ulong State { get; } = state;

    public int Holders { get; set; }
}

internal sealed record FakeModelOptions
{
    public int ContextTokens { get; init; } = 512;

    public int MaxSequences { get; init; } = 4;

    /// <summary>Sequence ids, where there are more than sequences that may run.</summary>
    public int SequenceIds { get; init; }

    public int BatchTokens { get; init; } = 32;

    public int TrainedContextTokens { get; init; } = 256;

    /// <summary>Cells there really are, where that differs from what the description promises.</summary>
    public int? PhysicalCells { get; init; }

    public bool SharesPrefixes { get; init; }

    public IReadOnlyList<string> Adapters { get; init; } = [];

    public string? ChatTemplate { get; init; } = FakeTokenizer.ChatTemplate;

    /// <summary>Called with the number of each step; a result replaces the evaluation.</summary>
    public Func<int, StepResult?>? BeforeStep { get; init; }

    /// <summary>Called after each evaluation with its number of tokens.</summary>
    public Action<int>? AfterStep { get; init; }

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
