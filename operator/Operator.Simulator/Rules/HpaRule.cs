using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Metrics;

namespace InferOps.Operator.Simulator.Rules;

/// <summary>A HorizontalPodAutoscaler on requests in flight per replica, every 15 s.</summary>
/// <param name="target">Requests per replica, as a share of the sequences one evaluates at once.</param>
internal sealed class HpaRule(PlainFleet fleet, SimulatedPrometheus prometheus, VirtualTime time, Func<ObjectKey, double> target) : IScalingRule
{
    /// <summary>What the peer that scales llama.cpp with a HorizontalPodAutoscaler sets: two requests being processed per replica.</summary>
    public const double DefaultTarget = 2;

    private const double SyncSeconds = 15;
    private readonly Dictionary<ObjectKey, HorizontalScaling> _scaling = fleet.Services.ToDictionary(service => service, _ => new HorizontalScaling(new()));
    private double _next;

    public Task ActAsync(CancellationToken cancellationToken)
    {
        if (time.Seconds < _next) return Task.CompletedTask;
        _next = time.Seconds + SyncSeconds;
        foreach (var service in fleet.Services)
        {
            var replicas = fleet.Replicas(service).Count;
            // Without metrics a HorizontalPodAutoscaler does nothing.
            var wanted = prometheus.Latest(service) is { Replicas: > 0 } latest
                ? _scaling[service].Decide(time.Seconds, replicas, (latest.Running + latest.Waiting, target(service)))
                : replicas;
            fleet.Scale(service, wanted);
        }

        return Task.CompletedTask;
    }
}
