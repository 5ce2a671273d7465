using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Security;
using Prometheus;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>What came in, what became of it, and for whom.</summary>
internal sealed class RequestInstruments
{
    private readonly Counter _requests;
    private readonly Counter _rejected;
    private readonly Counter _finished;
    private readonly Counter _keyPromptTokens;
    private readonly Counter _keyGeneratedTokens;
    private readonly Histogram _promptTokens;
    private readonly Histogram _generationTokens;

    public RequestInstruments(MetricFactory make)
    {
        _requests = make.CreateCounter(RuntimeMetrics.Requests, "Requests that arrived with a valid body.", ["endpoint"]);
        _rejected = make.CreateCounter(RuntimeMetrics.RejectedRequests, "Requests answered without a generation.", ["reason"]);
        _finished = make.CreateCounter(RuntimeMetrics.FinishedGenerations, "Generations that ended, by why.", ["reason"]);
        _keyPromptTokens = make.CreateCounter(RuntimeMetrics.KeyPromptTokens, "Prompt tokens of served requests, by the key's name.", ["key"]);
        _keyGeneratedTokens = make.CreateCounter(RuntimeMetrics.KeyGeneratedTokens, "Tokens generated, by the key's name.", ["key"]);
        _promptTokens = make.CreateHistogram(RuntimeMetrics.RequestPromptTokens, "Prompt tokens per request.", TelemetryBuckets.Tokens);
        _generationTokens = make.CreateHistogram(RuntimeMetrics.GenerationTokens, "Tokens per generation.", TelemetryBuckets.Tokens);
        foreach (var endpoint in RuntimeInstruments.Endpoints) _requests.WithLabels(endpoint);
        foreach (var reason in RejectionReasons.All) _rejected.WithLabels(reason);
        foreach (var reason in GenerationEnds.All) _finished.WithLabels(reason);
        Count(Tenant.Anonymous.Label, 0, 0);
    }

    public void Requested(string endpoint) => _requests.WithLabels(endpoint).Inc();

    public void Rejected(string reason) => _rejected.WithLabels(reason).Inc();

    /// <summary>A generation ended, or nobody reads it any more.</summary>
    public void Finished(Generation generation)
    {
        _finished.WithLabels(GenerationEnds.Name(generation)).Inc();
        _generationTokens.Observe(generation.GeneratedTokens);
    }

    /// <summary>A request was served, whole or in part.</summary>
    public void Served(string key, int promptTokens, int generatedTokens)
    {
        Count(key, promptTokens, generatedTokens);
        _promptTokens.Observe(promptTokens);
    }

    private void Count(string key, int promptTokens, int generatedTokens)
    {
        _keyPromptTokens.WithLabels(key).Inc(promptTokens);
        _keyGeneratedTokens.WithLabels(key).Inc(generatedTokens);
    }
}
