using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Host.Llama;

namespace InferOps.Runtime.Host.Tests.Llama;

/// <summary>An engine over the real library, and what it did.</summary>
internal sealed class RecitingEngine : IEngineObserver, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly InferenceEngine _engine;
    private readonly RequestValidator _validator;
    private int _preemptions;
    private int _reused;
    private int _drafted;
    private int _accepted;

    private RecitingEngine(LoadedModel loaded, EngineOptions options)
    {
        _engine = new InferenceEngine(loaded, options, this, TimeProvider.System);
        _validator = new RequestValidator(RequestLimits.Of(loaded.Model.Description, 64));
    }

    public int Preemptions => Volatile.Read(ref _preemptions);

    public int Reused => Volatile.Read(ref _reused);

    public int DraftedTokens => Volatile.Read(ref _drafted);

    public int AcceptedTokens => Volatile.Read(ref _accepted);

    public static async Task<RecitingEngine> StartAsync(LlamaOptions options, EngineOptions? engineOptions = null)
    {
        var loaded = await new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), CancellationToken.None);
        var engine = new RecitingEngine(loaded, engineOptions ?? new EngineOptions());
        await engine._engine.StartAsync();
        return engine;
    }

    public Generation Submit(GenerationParameters asked)
    {
        Assert.True(_validator.Validate(asked, 1).IsValid(out var request, out var error), error?.Message);
        Assert.True(_engine.Submit(request).IsAdmitted(out var generation, out var rejection), $"{rejection}");
        return generation;
    }

    /// <summary>Waits until there are some tokens, or the end.</summary>
    public static async Task UntilAsync(Generation generation, int tokens)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (generation.GeneratedTokens < tokens && generation.End is null) await Task.Delay(1, patience.Token);
    }

    public static async Task<(IReadOnlyList<int> Tokens, GenerationEvent End)> ReadAsync(Generation generation)
    {
        using var patience = new CancellationTokenSource(Patience);
        var tokens = new List<int>();
        await foreach (var happened in generation.Tokens.ReadAllAsync(patience.Token))
        {
            if (happened.End is { } end) return (tokens, end);
            tokens.Add(happened.Token);
        }

        throw new InvalidOperationException("the generation has no end");
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    void IEngineObserver.Reused(int promptTokens) => Interlocked.Add(ref _reused, promptTokens);

    void IEngineObserver.Preempted() => Interlocked.Increment(ref _preemptions);

    void IEngineObserver.Arrived(int promptTokens, int expectedTokens)
    {
    }

    void IEngineObserver.Started(TimeSpan queued)
    {
    }

    void IEngineObserver.Stepped(StepSummary step)
    {
    }

    void IEngineObserver.Speculated(int drafted, int accepted)
    {
        Interlocked.Add(ref _drafted, drafted);
        Interlocked.Add(ref _accepted, accepted);
    }

    void IEngineObserver.FirstToken(TimeSpan sinceArrival)
    {
    }

    void IEngineObserver.NextToken(TimeSpan sinceLast)
    {
    }

    void IEngineObserver.Finished(TimeSpan sinceArrival)
    {
    }
}
