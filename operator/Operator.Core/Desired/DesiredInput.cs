using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Desired;

/// <summary>Everything the objects of one service depend on.</summary>
public sealed record DesiredInput
{
    public required ObservedService Service { get; init; }

    public required EffectiveSpec Spec { get; init; }

    public required EffectiveEngine Engine { get; init; }

    /// <summary>At least the pools that the plan names.</summary>
    public required IReadOnlyList<EffectivePool> Pools { get; init; }

    public required PlacementPlan Plan { get; init; }

    public required DesiredOptions Options { get; init; }
}

/// <summary>What the operator's installation decides for all services.</summary>
public sealed record DesiredOptions
{
    /// <summary>The image whose <c>pull</c> mode fetches, verifies and inspects models.</summary>
    public required string RuntimeImage { get; init; }

    /// <summary>False: Kubernetes before 1.21, where a PodDisruptionBudget is <c>policy/v1beta1</c>.</summary>
    public bool PolicyV1 { get; init; } = true;

    /// <summary>True: make PodMonitors, because that CRD exists and is wanted.</summary>
    public bool PodMonitors { get; init; }

    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);
}
