using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Security;
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
    private readonly Counter _requests;
    private readonly Counter _rejected;
    private readonly Counter _keyPromptTokens;
    private readonly Counter _keyGeneratedTokens;
    private readonly Histogram _timeToFirstToken;
    private readonly Histogram _interTokenLatency;
    private readonly Histogram _requestDuration;
    private readonly Histogram _queueTime;
    private readonly Histogram _stepDuration;
    private readonly LoadGauges _gauges;

    public RuntimeInstruments()
    {
        var make = Metrics.WithCustomRegistry(Registry);
        _promptTokens = make.CreateCounter(RuntimeMetrics.PromptTokens, "Prompt tokens evaluated, cached ones included.");
        _cachedPromptTokens = make.CreateCounter(RuntimeMetrics.CachedPromptTokens, "Prompt tokens taken from cached KV cells instead of being evaluated.");
        _generatedTokens = make.CreateCounter(RuntimeMetrics.GeneratedTokens, "Tokens generated.");
        _arrivedPromptTokens = make.CreateCounter(RuntimeMetrics.ArrivedPromptTokens, "Prompt tokens of requests at arrival, rejected ones included.");
        _arrivedGeneratedTokens = make.CreateCounter(
            RuntimeMetrics.ArrivedGeneratedTokens, "Tokens that requests are expected to generate, at arrival, rejected ones included.");
        _requests = make.CreateCounter(RuntimeMetrics.Requests, "Requests that arrived with a valid body.", ["endpoint"]);
        _rejected = make.CreateCounter(RuntimeMetrics.RejectedRequests, "Requests answered without a generation.", ["reason"]);
        _keyPromptTokens = make.CreateCounter(RuntimeMetrics.KeyPromptTokens, "Prompt tokens of served requests, by the key's name.", ["key"]);
        _keyGeneratedTokens = make.CreateCounter(RuntimeMetrics.KeyGeneratedTokens, "Tokens generated, by the key's name.", ["key"]);
        _timeToFirstToken = make.CreateHistogram(RuntimeMetrics.TimeToFirstToken, "Arrival to first token.", LatencyBuckets.FirstToken);
        _interTokenLatency = make.CreateHistogram(RuntimeMetrics.InterTokenLatency, "Between two tokens of one sequence.", LatencyBuckets.InterToken);
        _requestDuration = make.CreateHistogram(RuntimeMetrics.RequestDuration, "Arrival to last token.", LatencyBuckets.Request);
        _queueTime = make.CreateHistogram(RuntimeMetrics.QueueTime, "Arrival to first evaluation.", LatencyBuckets.FirstToken);
        _stepDuration = make.CreateHistogram(RuntimeMetrics.StepDuration, "One engine step.", LatencyBuckets.InterToken);
        _gauges = new LoadGauges(make);
        foreach (var endpoint in new[] { ChatEndpoint, CompletionEndpoint, EmbeddingEndpoint }) _requests.WithLabels(endpoint);
        Served(Tenant.Anonymous.Label, 0, 0);
        foreach (var reason in RejectionReasons.All) _rejected.WithLabels(reason);
    }

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    /// <summary>Reads the engine's load at every scrape from now on.</summary>
    public void Observe(InferenceEngine engine, ModelDescription model, TimeSpan loadTime)
    {
        _gauges.Capacity(model, loadTime);
        Registry.AddBeforeCollectCallback(() => _gauges.Set(engine.Load));
    }

    public void Requested(string endpoint) => _requests.WithLabels(endpoint).Inc();

    /// <summary>A request was served, whole or in part.</summary>
    public void Served(string key, int promptTokens, int generatedTokens)
    {
        _keyPromptTokens.WithLabels(key).Inc(promptTokens);
        _keyGeneratedTokens.WithLabels(key).Inc(generatedTokens);
    }

    public void Rejected(string reason) => _rejected.WithLabels(reason).Inc();

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
    }

    public void Preempted()
    {
    }

    public void Speculated(int drafted, int accepted)
    {
    }

    public void FirstToken(TimeSpan sinceArrival) => _timeToFirstToken.Observe(sinceArrival.TotalSeconds);

    public void NextToken(TimeSpan sinceLast) => _interTokenLatency.Observe(sinceLast.TotalSeconds);

    public void Finished(TimeSpan sinceArrival) => _requestDuration.Observe(sinceArrival.TotalSeconds);
}
