using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Status;

/// <summary>What one reconcile found and decided. Absent parts were not reached.</summary>
public sealed record StatusInput
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>With the status last written, which the new one continues.</summary>
    public required ObservedService Service { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Null while the spec is invalid.</summary>
    public EffectiveSpec? Spec { get; init; }

    /// <summary>Facts of the model that the spec names now; null while they are not known.</summary>
    public ModelFacts? Model { get; init; }

    /// <summary>Why the model cannot be used, as the inspection reported.</summary>
    public ModelFailure? ModelFailure { get; init; }

    public Footprint? Footprint { get; init; }

    public ScalingDecision? Decision { get; init; }

    /// <summary>What is known of one replica's capacity; null: the autoscale loop has not looked yet.</summary>
    public CapacityEstimate? Learned { get; init; }

    public PlacementPlan? Plan { get; init; }

    /// <summary>Writes the API server refused, each as <c>Kind namespace/name: why</c>.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    public IReadOnlyList<EffectivePool> Pools { get; init; } = [];

    public IReadOnlyList<ObservedDeployment> Deployments { get; init; } = [];

    public IReadOnlyList<ObservedPod> Pods { get; init; } = [];

    /// <summary>What the past says about commitments; null: the advice loop has not looked yet.</summary>
    public Outlook? Outlook { get; init; }

    internal InferenceServiceStatus Previous => Service.Status;

    internal bool Suspended => Spec?.Suspended ?? false;

    /// <summary>The operator has just started: of demand nothing newer is known than what the status says.</summary>
    internal bool NotAskedYet => Decision?.Hold == Hold.NotAskedYet;

    internal int Desired => Decision?.Replicas ?? Previous.DesiredReplicas ?? 0;

    internal IEnumerable<ObservedPod> Replicas => Pods.Where(pod => pod is { Inspection: false, Terminating: false, Finished: false });
}

/// <summary>The status to write, and what happened since the last one.</summary>
/// <param name="Changed">False: the status says what it said before, and nothing need be written.</param>
public sealed record StatusResult(InferenceServiceStatus Status, IReadOnlyList<ServiceEvent> Events, bool Changed);
