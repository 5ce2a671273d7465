using System.Diagnostics;
using System.Numerics;
using InferOps.Runtime.Host.Llama;
using LLama;
using LLama.Common;
using LLama.Extensions;
using LLama.Native;

namespace InferOps.Benchmarks.Raw;

/// <summary>The library and nothing around it: sequences in lockstep in one batch, the likeliest token each. No server can be faster for long.</summary>
internal sealed class RawLoop : IDisposable
{
    private readonly LLamaWeights _weights;
    private readonly SafeLLamaContextHandle _context;
    private readonly ComputeThreads _threads;
    private readonly LLamaBatch _batch = new();
    private readonly Random _random = new(1);

    public RawLoop(RawOptions options)
    {
        NativeLibraryConfig.All.WithLogCallback((_, _) => { });
        var batch = (uint)Math.Min(options.ContextTokens, 512);
        var parameters = new ModelParams(options.ModelFile)
        {
            ContextSize = (uint)options.ContextTokens, BatchSize = batch, UBatchSize = batch, SeqMax = (uint)options.Sequences,
            KVUnified = options.Unified, GpuLayerCount = 0, Threads = options.Threads, BatchThreads = options.Threads,
        };
        _weights = LLamaWeights.LoadFromFile(parameters);
        parameters.ToLlamaContextParams(out var native);
        _context = _weights.NativeHandle.CreateContext(native);
        _threads = new ComputeThreads(options.Threads, ComputeThreads.PollBetweenSteps);
        _threads.Attach(_context);
        Measure(new RawWork(1, 2, 2));
    }

    public void Dispose()
    {
        _context.Dispose();
        _threads.Detach(_context);
        _weights.Dispose();
    }

    public RawResult Measure(RawWork work)
    {
        _context.MemoryClear();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var startedAt = Stopwatch.GetTimestamp();
        var next = Prefill(work);
        var first = Stopwatch.GetElapsedTime(startedAt);
        for (var step = 1; step < work.OutputTokens; step++) Decode(work, next, work.PromptTokens + step - 1);
        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        return new RawResult(work.Sequences * work.OutputTokens, seconds, first.TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
    }

    /// <summary>Evaluates the prompts, a full batch at a time, and gives the first token of each answer.</summary>
    private int[] Prefill(RawWork work)
    {
        var next = new int[work.Sequences];
        var ends = new List<(int Sequence, int Index)>();
        for (var sequence = 0; sequence < work.Sequences; sequence++)
        {
            for (var position = 0; position < work.PromptTokens; position++)
            {
                var last = position == work.PromptTokens - 1;
                var index = _batch.Add(300 + _random.Next(20_000), position, (LLamaSeqId)sequence, last);
                if (last) ends.Add((sequence, index));
                if (_batch.TokenCount == _context.BatchSize) Evaluate(ends, next, work.Chooses);
            }
        }

        Evaluate(ends, next, work.Chooses);
        return next;
    }

    private void Decode(RawWork work, int[] next, int position)
    {
        var ends = new List<(int Sequence, int Index)>();
        for (var sequence = 0; sequence < work.Sequences; sequence++) ends.Add((sequence, _batch.Add(next[sequence], position, (LLamaSeqId)sequence, true)));
        Evaluate(ends, next, work.Chooses);
    }

    private void Evaluate(List<(int Sequence, int Index)> ends, int[] next, bool chooses)
    {
        if (_batch.TokenCount == 0) return;
        if (_context.Decode(_batch) is var result and not DecodeResult.Ok) throw new InvalidOperationException($"llama_decode: {result}");
        foreach (var (sequence, index) in ends)
        {
            var logits = _context.GetLogitsIth(index);
            next[sequence] = chooses ? Likeliest(logits) : 300 + index;
        }

        ends.Clear();
        _batch.Clear();
    }

    private static int Likeliest(ReadOnlySpan<float> logits)
    {
        var most = new Vector<float>(float.NegativeInfinity);
        var i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count) most = Vector.Max(most, new Vector<float>(logits[i..]));
        var highest = float.NegativeInfinity;
        for (var lane = 0; lane < Vector<float>.Count; lane++) highest = Math.Max(highest, most[lane]);
        for (; i < logits.Length; i++) highest = Math.Max(highest, logits[i]);
        return logits.IndexOf(highest);
    }
}
