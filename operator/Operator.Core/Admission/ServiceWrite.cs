using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Admission;

/// <summary>An InferenceService that is about to be written.</summary>
public sealed record ServiceWrite
{
    public required ObjectKey Key { get; init; }

    public required InferenceServiceSpec Spec { get; init; }

    /// <summary>The spec that is stored; null: the service is new.</summary>
    public InferenceServiceSpec? Before { get; init; }

    /// <summary>The status that is stored.</summary>
    public InferenceServiceStatus Status { get; init; } = new();

    public required ClusterFacts Facts { get; init; }

    public NamespaceLimits Limits { get; init; } = NamespaceLimits.None;

    /// <summary>Facts of the very model that the spec names; null: not read yet.</summary>
    internal ModelFacts? Model => Status.Model?.Source == Names.ModelSource(Spec.Model.Uri, Spec.Model.Sha256) ? Footprint.Remembered(Status.Model) : null;
}

/// <summary>A service that is about to be written, and what follows from its spec: only a valid one has this.</summary>
internal sealed record ResolvedService(ServiceWrite Write, EffectiveSpec Spec, PoolChoice Pools)
{
    /// <summary>Replicas that it always wants.</summary>
    public int LeastReplicas => Spec.Suspended ? 0 : Spec.Scaling.Mode == ScalingMode.Off ? Spec.Scaling.FixedReplicas : Spec.Scaling.MinReplicas;

    public int MostReplicas => Spec.Suspended ? 0 : Spec.Scaling.Mode == ScalingMode.Off ? Spec.Scaling.FixedReplicas : Spec.Scaling.MaxReplicas;

    /// <exception cref="FormatException">The spec is invalid: validate first.</exception>
    public static ResolvedService Of(ServiceWrite write)
    {
        var spec = EffectiveSpec.Resolve(write.Key.Name, write.Spec, write.Model);
        return new(write, spec, PoolChoice.Of(write, spec));
    }
}
