using System.Text.Json.Nodes;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>Everything decided about one service at one moment. What is null could not be decided yet, and the status says why.</summary>
internal sealed record ServiceDecision
{
    public IReadOnlyList<Violation> Violations { get; init; } = [];

    public EffectiveSpec? Spec { get; init; }

    public EffectiveEngine? Engine { get; init; }

    public ModelInspection Model { get; init; } = new(null, null, false);

    public Footprint? Footprint { get; init; }

    public ScalingDecision? Scaling { get; init; }

    public PlacementPlan? Plan { get; init; }

    /// <summary>Other services that must make room for this one, or may take room that it leaves.</summary>
    public IReadOnlyList<ObjectKey> Concerned { get; init; } = [];

    /// <summary>The objects the service should have. Null: what is there stays as it is.</summary>
    public IReadOnlyList<JsonObject>? Objects { get; init; }

    /// <summary>False: what is there and not among <see cref="Objects"/> stays, because it is not known yet whether it is wanted.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>Objects to delete although they are desired, so that they are made anew: the pod of an inspection that failed a while ago.</summary>
    public IReadOnlyList<LiveManifest> Renew { get; init; } = [];
}
