using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Validation;

/// <summary>An InferenceService with every default resolved. The only place that knows the defaults; never written back to the cluster.</summary>
public sealed record EffectiveSpec
{
    public required EffectiveModel Model { get; init; }

    public required EffectiveEngineUse Engine { get; init; }

    public required EffectiveResources Resources { get; init; }

    public required EffectivePlacement Placement { get; init; }

    public required EffectiveScaling Scaling { get; init; }

    public required EffectiveRollout Rollout { get; init; }

    /// <summary>Absent: no API key is asked for.</summary>
    public string? ApiKeysSecret { get; init; }

    public string? Host { get; init; }

    public required bool Suspended { get; init; }

    /// <summary>Resolves a valid spec.</summary>
    /// <param name="serviceName">Name of the InferenceService, the default for the served name.</param>
    /// <param name="model">Facts read from the model file; null while they are not known.</param>
    /// <exception cref="FormatException">A value is malformed: validate first.</exception>
    public static EffectiveSpec Resolve(string serviceName, InferenceServiceSpec spec, ModelFacts? model = null) => new()
    {
        Model = EffectiveModel.Resolve(serviceName, spec.Model),
        Engine = EffectiveEngineUse.Resolve(spec, model),
        Resources = EffectiveResources.Resolve(spec.Resources),
        Placement = EffectivePlacement.Resolve(spec.Placement),
        Scaling = EffectiveScaling.Resolve(spec.Scaling),
        Rollout = EffectiveRollout.Resolve(spec.Rollout),
        ApiKeysSecret = spec.Endpoint?.ApiKeysSecret,
        Host = spec.Endpoint?.Host,
        Suspended = spec.Suspend ?? false,
    };
}
