using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement;

/// <summary>One snapshot to decide a placement from.</summary>
public sealed record PlacementRequest
{
    public required EffectivePlacement Placement { get; init; }

    /// <summary>Permitted GPU products; empty: any.</summary>
    public IReadOnlyList<string> GpuProducts { get; init; } = [];

    /// <summary>Domains of the GPU resources that the engine runs on; empty: any.</summary>
    public IReadOnlyList<string> GpuVendors { get; init; } = [];

    public required Footprint Footprint { get; init; }

    /// <summary>Replicas wanted, in replicas of speed 1.</summary>
    public required int Replicas { get; init; }

    /// <summary>Most replicas of the service, warm spares included.</summary>
    public int MaxReplicas { get; init; } = int.MaxValue;

    public required PoolSurvey Survey { get; init; }

    public required DateTimeOffset Now { get; init; }

    public static PlacementRequest For(EffectiveSpec spec, Footprint footprint, int replicas, PoolSurvey survey, DateTimeOffset now) => new()
    {
        Placement = spec.Placement,
        GpuProducts = spec.Resources.GpuProducts,
        Footprint = footprint,
        Replicas = replicas,
        MaxReplicas = spec.Scaling.MaxReplicas,
        Survey = survey,
        Now = now,
    };
}
