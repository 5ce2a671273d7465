using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using Prometheus;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>Every metric of a replica. All of them are exported from the start: an absent counter cannot be told from missing metrics.</summary>
internal sealed class RuntimeInstruments : IEngineObserver
{
    public const string ChatEndpoint = "chat_completions";
    public const string CompletionEndpoint = "completions";
    public const string EmbeddingEndpoint = "embeddings";

    private readonly Counter _promptTokens;
    private readonly Counter _cachedPromptTokens;
    private readonly Counter _generatedTokens;
    private readonly Counter _arrivedPromptTokens;
    private readonly Counter _arrivedGeneratedTokens;
    private readonly Counter _preemptions;
    private readonly Counter _draftedTokens;
    private readonly Counter _acceptedDraftTokens;
    private readonly Counter _engineFaults;
    private readonly Histogram _timeToFirstToken;
    private readonly Histogram _interTokenLatency;
    private readonly Histogram _requestDuration;
    private readonly Histogram _queueTime;
    private readonly Histogram _stepDuration;
    private readonly Histogram _batchFill;
    private readonly LoadGauges _gauges;
    private readonly EndpointPickerGauges _picker;
    private int _batchTokens = 1;

    public RuntimeInstruments()
    {
        var make = Metrics.WithCustomRegistry(Registry);
        Requests = new RequestInstruments(make);
        _promptTokens = make.CreateCounter(RuntimeMetrics.PromptTokens, "Prompt tokens evaluated, cached ones included.");
        _cachedPromptTokens = make.CreateCounter(RuntimeMetrics.CachedPromptTokens, "Prompt tokens taken from cached KV cells instead of being evaluated.");
        _generatedTokens = make.CreateCounter(RuntimeMetrics.GeneratedTokens, "Tokens generated.");
        _arrivedPromptTokens = make.CreateCounter(RuntimeMetrics.ArrivedPromptTokens, "Prompt tokens of requests at arrival, rejected ones included.");
        _arrivedGeneratedTokens = make.CreateCounter(
            RuntimeMetrics.ArrivedGeneratedTokens, "Tokens that requests are expected to generate, at arrival, rejected ones included.");
        _preemptions = make.CreateCounter(RuntimeMetrics.Preemptions, "Running requests that gave their cells back and evaluated their tokens again.");
        _draftedTokens = make.CreateCounter(RuntimeMetrics.DraftedTokens, "Tokens guessed ahead.");
        _acceptedDraftTokens = make.CreateCounter(RuntimeMetrics.AcceptedDraftTokens, "Tokens guessed ahead that were right.");
        _engineFaults = make.CreateCounter(RuntimeMetrics.EngineFaults, "Times the engine failed or hung; the replica ends with the first.");
        _timeToFirstToken = make.CreateHistogram(RuntimeMetrics.TimeToFirstToken, "Arrival to first token.", TelemetryBuckets.FirstToken);
        _interTokenLatency = make.CreateHistogram(RuntimeMetrics.InterTokenLatency, "Between two tokens of one sequence.", TelemetryBuckets.InterToken);
        _requestDuration = make.CreateHistogram(RuntimeMetrics.RequestDuration, "Arrival to last token.", TelemetryBuckets.Request);
        _queueTime = make.CreateHistogram(RuntimeMetrics.QueueTime, "Arrival to first evaluation.", TelemetryBuckets.FirstToken);
        _stepDuration = make.CreateHistogram(RuntimeMetrics.StepDuration, "One engine step.", TelemetryBuckets.InterToken);
        _batchFill = make.CreateHistogram(RuntimeMetrics.BatchFill, "Part of the largest batch that a step evaluated.", TelemetryBuckets.Ratio);
        _gauges = new LoadGauges(make);
        _picker = new EndpointPickerGauges(make);
    }

    public static IReadOnlyList<string> Endpoints { get; } = [ChatEndpoint, CompletionEndpoint, EmbeddingEndpoint];

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public RequestInstruments Requests { get; }

    /// <summary>Reads the engine's load at every scrape from now on.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="model">What it runs.</param>
    /// <param name="loadTime">How long that took to load.</param>
    /// <param name="now">The time of day.</param>
    public void Observe(InferenceEngine engine, ModelDescription model, TimeSpan loadTime, DateTimeOffset now)
    {
        Volatile.Write(ref _batchTokens, model.BatchTokens);
        _gauges.Capacity(model, loadTime);
        _picker.Capacity(model, now);
        Registry.AddBeforeCollectCallback(() =>
        {
            var load = engine.Load;
            _gauges.Set(load);
            _picker.Set(load);
        });
    }

    public void Faulted() => _engineFaults.Inc();

    public void Arrived(int promptTokens, int expectedTokens)
    {
        _arrivedPromptTokens.Inc(promptTokens);
        _arrivedGeneratedTokens.Inc(expectedTokens);
    }

    public void Started(TimeSpan queued) => _queueTime.Observe(queued.TotalSeconds);

    public void Reused(int promptTokens) => _cachedPromptTokens.Inc(promptTokens);

    public void Stepped(StepSummary step)
    {
        _promptTokens.Inc(step.PromptTokens);
        _generatedTokens.Inc(step.GeneratedTokens);
        _stepDuration.Observe(step.Duration.TotalSeconds);
        _batchFill.Observe((double)step.Entries / Volatile.Read(ref _batchTokens));
    }

    public void Preempted() => _preemptions.Inc();

    public void Speculated(int drafted, int accepted)
    {
        _draftedTokens.Inc(drafted);
        _acceptedDraftTokens.Inc(accepted);
    }

    public void FirstToken(TimeSpan sinceArrival) => _timeToFirstToken.Observe(sinceArrival.TotalSeconds);

    public void NextToken(TimeSpan sinceLast) => _interTokenLatency.Observe(sinceLast.TotalSeconds);

    public void Finished(TimeSpan sinceArrival) => _requestDuration.Observe(sinceArrival.TotalSeconds);
}
