using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Metrics;

namespace InferOps.Operator.Simulator.Rules;

/// <summary>KEDA with Prometheus triggers, polled every 15 s: tokens generated per second and replica, prompt tokens per second and replica, requests running per replica.</summary>
internal sealed class KedaRule(PlainFleet fleet, SimulatedPrometheus prometheus, VirtualTime time, Func<ObjectKey, KedaTriggers> triggers) : IScalingRule
{
    private const double PollSeconds = 15;

    /// <summary>One replica a minute in either direction, and a window of five minutes: as the stack that ships these triggers sets it.</summary>
    private static readonly HorizontalBehavior Behavior = new() { PeriodSeconds = 60, UpPods = 1, UpShare = 0, DownPods = 1, DownShare = 0, DownWindowSeconds = 300 };

    private readonly Dictionary<ObjectKey, HorizontalScaling> _scaling = fleet.Services.ToDictionary(service => service, service => new HorizontalScaling(triggers(service).Quick ? new() : Behavior));
    private double _next;

    public Task ActAsync(CancellationToken cancellationToken)
    {
        if (time.Seconds < _next) return Task.CompletedTask;
        _next = time.Seconds + PollSeconds;
        foreach (var service in fleet.Services) fleet.Scale(service, Wanted(service));
        return Task.CompletedTask;
    }

    private int Wanted(ObjectKey service)
    {
        var replicas = fleet.Replicas(service).Count;
        var trigger = triggers(service);
        // KEDA reads an empty answer as zero: ignoreNullValues is true by default.
        return _scaling[service].Decide(
            time.Seconds,
            replicas,
            (prometheus.Rate(service, scrape => scrape.Generated) ?? 0, trigger.GeneratedPerReplica),
            (prometheus.Rate(service, scrape => scrape.Prompt) ?? 0, trigger.PromptPerReplica),
            (prometheus.Latest(service)?.Running + prometheus.Latest(service)?.Waiting ?? 0, trigger.RequestsPerReplica));
    }
}

/// <summary>Thresholds per replica.</summary>
/// <param name="Quick">Kubernetes' own limits instead of one replica a minute.</param>
internal sealed record KedaTriggers(double GeneratedPerReplica, double PromptPerReplica, double RequestsPerReplica, bool Quick)
{
    /// <summary>As shipped: 100 tokens generated per second, 100 of prompts, five requests.</summary>
    public static KedaTriggers Default { get; } = new(100, 100, 5, Quick: false);
}
