using System.Collections.Concurrent;
using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Scaling;

/// <summary>What the other loops know. The autoscale loop alone writes what is known of each service; a reconcile reads the latest value and decides with it.</summary>
public sealed class ScalingBoard
{
    private readonly ConcurrentDictionary<ObjectKey, ScalingKnowledge> _known = new();

    public ScalingKnowledge? Find(ObjectKey service) => _known.GetValueOrDefault(service);

    /// <summary>Requests of each replica by its address, while some service has more replicas than it needs; empty otherwise.</summary>
    public IReadOnlyDictionary<string, double> Loads { get; internal set; } = new Dictionary<string, double>();

    /// <summary>What the past says about commitments, from the advice loop, which alone writes it; null: it has not looked yet.</summary>
    public Outlook? Outlook { get; internal set; }

    internal void Post(ObjectKey service, ScalingKnowledge knowledge) => _known[service] = knowledge;

    internal void KeepOnly(IReadOnlyCollection<ObjectKey> services)
    {
        foreach (var gone in _known.Keys.Except(services)) _known.TryRemove(gone, out _);
    }
}

/// <summary>The latest estimate of demand, and what the scaling rules remember.</summary>
public sealed record ScalingKnowledge(DemandEstimate Demand, ScalingMemory Memory);
