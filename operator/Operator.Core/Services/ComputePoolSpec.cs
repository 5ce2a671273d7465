namespace InferOps.Operator.Core.Services;

/// <summary>A set of alike nodes: whose they are, what they hold, what they cost, and how long more of them takes.</summary>
public sealed record ComputePoolSpec
{
    public PoolType Type { get; init; }

    /// <summary>Nodes of the pool, by label.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Toleration>? Tolerations { get; init; }

    public GpuSpec Gpu { get; init; } = new();

    public PoolCapacitySpec? Capacity { get; init; }

    public CostSpec? Cost { get; init; }

    public LeadTimeSpec? LeadTime { get; init; }

    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Classes of data that may be held here.</summary>
    public IReadOnlyList<string>? DataClasses { get; init; }

    /// <summary>Expected interruptions of one node per hour (spot). Default 0.</summary>
    public Amount? InterruptionsPerHour { get; init; }

    public ModelCacheSpec? ModelCache { get; init; }

    /// <summary>Breaks ties between pools of equal cost; higher first. Default 0.</summary>
    public int? Weight { get; init; }
}

/// <summary>A Kubernetes toleration.</summary>
public sealed record Toleration
{
    public string? Key { get; init; }

    public string? Operator { get; init; }

    public string? Value { get; init; }

    public string? Effect { get; init; }

    public long? TolerationSeconds { get; init; }
}

public sealed record GpuSpec
{
    /// <summary>Default <c>nvidia.com/gpu</c>.</summary>
    public string? ResourceName { get; init; }

    /// <summary>Such as <c>NVIDIA-L40S</c>. Default: what the nodes' <c>nvidia.com/gpu.product</c> label says.</summary>
    public string? Product { get; init; }

    /// <summary>Memory of one GPU. Default: what the nodes' <c>nvidia.com/gpu.memory</c> label says.</summary>
    public Quantity? Memory { get; init; }

    /// <summary>GPUs of one node; needed where nodes are made on demand.</summary>
    public int? PerNode { get; init; }
}

public sealed record PoolCapacitySpec
{
    /// <summary>GPUs that are paid for whether used or not. Default for OnPremises and Dedicated: what the nodes have.</summary>
    public int? CommittedGpus { get; init; }

    /// <summary>GPUs the pool may grow to. Default: what the nodes have.</summary>
    public int? MaxGpus { get; init; }
}

/// <summary>Money, per GPU and hour unless it says otherwise.</summary>
public sealed record CostSpec
{
    /// <summary>ISO 4217. Default <c>USD</c>.</summary>
    public string? Currency { get; init; }

    public Amount? GpuHour { get; init; }

    /// <summary>True: the capacity may be taken away (spot, preemptible).</summary>
    public bool? Spot { get; init; }

    public Amount? EnergyGpuHour { get; init; }

    public Amount? CapexPerGpu { get; init; }

    public int? LifetimeMonths { get; init; }

    /// <summary>The provider bills at least this long for a node.</summary>
    public Duration? MinimumBilling { get; init; }

    /// <summary>When the rental term ends (RFC 3339).</summary>
    public DateTimeOffset? TermEnds { get; init; }
}

public sealed record LeadTimeSpec
{
    /// <summary>From asking for a replica to its first answer, node start included. Default 5m for Cloud, 1m otherwise.</summary>
    public Duration? Scale { get; init; }

    /// <summary>From ordering hardware to having it.</summary>
    public Duration? Procure { get; init; }
}

/// <summary>Where replicas of the pool keep pulled models. Absent: an emptyDir of the pod.</summary>
public sealed record ModelCacheSpec
{
    public string? PersistentVolumeClaim { get; init; }

    /// <summary>A folder on the node, shared by its pods; needs a namespace that permits hostPath.</summary>
    public string? HostPath { get; init; }

    /// <summary>
    /// Bytes that pulled models may take together. Of what pods share, the least recently used make room, never one in use; an emptyDir is that large. Default:
    /// what the volume has.
    /// </summary>
    public Quantity? SizeLimit { get; init; }
}
