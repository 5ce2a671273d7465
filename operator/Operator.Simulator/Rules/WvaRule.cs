using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Metrics;

namespace InferOps.Operator.Simulator.Rules;

/// <summary>llm-d's Workload Variant Autoscaler, saturation analyzer V2 with the cost-aware optimizer.</summary>
/// <remarks>
/// <code>
/// capacity  of a replica = min(0.8 × KV tokens, most tokens seen in use while requests waited)
/// demand    = tokens in use + waiting × mean prompt, the highest of the last minute
/// up        ceil((demand/up − supply) / capacity) on the cheapest variant       supply = (ready + starting) × capacity
/// down      floor((supply − demand/down) / capacity) on the dearest variant, after 240 s of agreement
/// </code>
/// Each pool is a variant. Source: its analyzer and optimizer as published; every 60 s.
/// </remarks>
internal sealed class WvaRule(PlainFleet fleet, SimulatedPrometheus prometheus, VirtualTime time, WvaThresholds thresholds) : IScalingRule
{
    private const double LoopSeconds = 60;
    private const double UsableShare = 0.8;
    private const double WindowSeconds = 240;
    private readonly Dictionary<ObjectKey, double> _saturated = [];
    private readonly Dictionary<ObjectKey, List<(double At, int Replicas)>> _recommended = [];
    private double _next;

    public Task ActAsync(CancellationToken cancellationToken)
    {
        if (time.Seconds < _next) return Task.CompletedTask;
        _next = time.Seconds + LoopSeconds;
        foreach (var service in fleet.Services) fleet.Scale(service, Wanted(service), dearestFirst: true);
        return Task.CompletedTask;
    }

    private int Wanted(ObjectKey service)
    {
        var replicas = fleet.Replicas(service).Count;
        if (prometheus.Latest(service) is not { Replicas: > 0 } latest) return replicas;
        if (latest.Waiting > 0) _saturated[service] = Math.Max(_saturated.GetValueOrDefault(service), latest.TokensInUse / latest.Replicas);
        var spec = fleet.Spec(service);
        var cells = UsableShare * spec.Engine.TotalContextTokens;
        var capacity = _saturated.TryGetValue(service, out var seen) ? Math.Min(cells, seen) : cells;
        var meanPrompt = latest.Requests > 0 ? latest.ArrivedPrompt / latest.Requests : 0;
        var demand = prometheus.Highest(service, scrape => scrape.TokensInUse + (scrape.Waiting * meanPrompt));
        var more = Math.Max(0, (int)Math.Ceiling((demand / thresholds.Up / capacity) - replicas));
        var less = Math.Max(0, (int)Math.Floor(replicas - (demand / thresholds.Down / capacity)));
        return Stabilized(service, replicas + more - (more > 0 ? 0 : less));
    }

    private int Stabilized(ObjectKey service, int wanted)
    {
        if (!_recommended.TryGetValue(service, out var recommended)) _recommended[service] = recommended = [];
        recommended.RemoveAll(recommendation => time.Seconds - recommendation.At > WindowSeconds);
        recommended.Add((time.Seconds, wanted));
        return recommended.Max(recommendation => recommendation.Replicas);
    }
}

/// <summary>Shares of capacity above which replicas are added and below which they are removed.</summary>
internal sealed record WvaThresholds(double Up, double Down)
{
    public static WvaThresholds Default { get; } = new(0.85, 0.70);
}
