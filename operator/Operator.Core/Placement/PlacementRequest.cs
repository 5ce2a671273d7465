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

    /// <summary>Replicas beyond <see cref="Replicas"/> that are worth energy, and not a rent.</summary>
    public int Standby { get; init; }

    /// <summary>Most replicas of the service, warm spares included.</summary>
    public int MaxReplicas { get; init; } = int.MaxValue;

    /// <summary>True: requests want more than what answers, so that a slow pool is not fast enough.</summary>
    public bool Urgent { get; init; }

    /// <summary>How fast waiting requests must be worked off.</summary>
    public TimeSpan QueueDrain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the previous placement left.</summary>
    public PlacementMemory Memory { get; init; } = PlacementMemory.Empty;

    public required PoolSurvey Survey { get; init; }

    public required DateTimeOffset Now { get; init; }

    public static PlacementRequest For(EffectiveSpec spec, Footprint footprint, int replicas, PoolSurvey survey, DateTimeOffset now) => new()
    {
        Placement = spec.Placement,
        GpuProducts = spec.Resources.GpuProducts,
        Footprint = footprint,
        Replicas = replicas,
        MaxReplicas = spec.Scaling.MaxReplicas,
        QueueDrain = spec.Scaling.QueueDrain,
        Survey = survey,
        Now = now,
    };
}
