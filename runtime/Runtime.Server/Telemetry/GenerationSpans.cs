using System.Diagnostics;
using InferOps.Runtime.Core.Engine;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>
/// What a request's span says by OpenTelemetry's conventions for generative AI, and spans of its generations' phases below it. Written when the request was
/// answered, from milestones the engine noted: its thread has nothing to do with spans. No text of prompts or answers is in them.
/// </summary>
internal static class GenerationSpans
{
    public const string SourceName = "InferOps.Runtime";
    public const string Operation = "gen_ai.operation.name";
    public const string Model = "gen_ai.request.model";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>False while nobody listens: then nothing needs to be written.</summary>
    public static bool AreWanted => Source.HasListeners();

    /// <param name="span">Of the HTTP request.</param>
    /// <param name="account">What is known of it.</param>
    /// <param name="time">The clock of the milestones.</param>
    public static void Write(Activity span, RequestSummary account, TimeProvider time)
    {
        span.SetTag(Operation, OperationName(account.Endpoint));
        span.SetTag("gen_ai.provider.name", "inferops");
        span.SetTag(Model, account.Model);
        span.SetTag("gen_ai.response.model", account.Model);
        span.SetTag("gen_ai.usage.input_tokens", account.PromptTokens);
        span.SetTag("inferops.key", account.Key);
        if (account.Generations is not { Count: > 0 } generations) return;

        var request = generations[0].Request;
        var ends = generations.Select(GenerationEnds.Name).ToArray();
        span.SetTag("gen_ai.usage.output_tokens", generations.Sum(generation => generation.GeneratedTokens));
        span.SetTag("gen_ai.request.max_tokens", request.MaxTokens);
        span.SetTag("gen_ai.request.temperature", (double)request.Sampling.Temperature);
        span.SetTag("gen_ai.request.top_p", (double)request.Sampling.TopP);
        span.SetTag("gen_ai.response.finish_reasons", ends);
        span.SetTag("inferops.cached_prompt_tokens", generations.Sum(generation => generation.CachedPromptTokens));
        if (generations.Count > 1) span.SetTag("gen_ai.request.choice.count", generations.Count);
        if (ends.FirstOrDefault(GenerationEnds.IsFailure) is { } failure) Fail(span, failure, StatusCodes.Status503ServiceUnavailable);
        var clock = new WallClock(time);
        foreach (var generation in generations) WritePhases(span.Context, generation, clock);
    }

    /// <summary>The request failed. By the conventions for HTTP servers, a client's own mistake is no error of the span.</summary>
    public static void Fail(Activity span, string reason, int status)
    {
        span.SetTag("error.type", reason);
        if (status >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error, reason);
    }

    private static void WritePhases(ActivityContext parent, Generation generation, WallClock clock)
    {
        var (started, firstToken, ended) = generation.Milestones;
        var end = ended == 0 ? clock.Now : ended;
        WritePhase(parent, "queue", clock.At(generation.ArrivedAt), clock.At(started == 0 ? end : started));
        if (started != 0) WritePhase(parent, "prefill", clock.At(started), clock.At(firstToken == 0 ? end : firstToken));
        if (firstToken != 0) WritePhase(parent, "decode", clock.At(firstToken), clock.At(end));
    }

    private static void WritePhase(ActivityContext parent, string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var phase = Source.StartActivity(name, ActivityKind.Internal, parent, startTime: from);
        phase?.SetEndTime(to.UtcDateTime);
    }

    private static string OperationName(string endpoint) => endpoint switch
    {
        RuntimeInstruments.ChatEndpoint => "chat",
        RuntimeInstruments.CompletionEndpoint => "text_completion",
        _ => endpoint,
    };

    /// <summary>Turns timestamps into times of day, all by the same moment.</summary>
    private readonly struct WallClock(TimeProvider time)
    {
        private readonly DateTimeOffset _now = time.GetUtcNow();

        public long Now { get; } = time.GetTimestamp();

        public DateTimeOffset At(long timestamp) => _now - time.GetElapsedTime(timestamp, Now);
    }
}

/// <summary>What is known of a request that was answered.</summary>
internal sealed record RequestSummary(string Endpoint, string Model, string Key, int PromptTokens, IReadOnlyList<Generation> Generations);
