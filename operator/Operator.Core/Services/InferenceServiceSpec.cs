using System.Text.Json.Nodes;

namespace InferOps.Operator.Core.Services;

/// <summary>What a user wants served. Optional means absent: defaults are applied by <c>Validation</c>, in one place, and never written back.</summary>
public sealed record InferenceServiceSpec
{
    public ModelSpec Model { get; init; } = new();

    public EngineSpec? Engine { get; init; }

    public ResourcesSpec? Resources { get; init; }

    public PlacementSpec? Placement { get; init; }

    public ScalingSpec? Scaling { get; init; }

    public RolloutSpec? Rollout { get; init; }

    public EndpointSpec? Endpoint { get; init; }

    /// <summary>Overrides of the replicas' pod template (<c>metadata</c>, <c>spec</c>), merged by Kubernetes' strategic rules. Some fields are protected.</summary>
    public JsonObject? PodTemplate { get; init; }

    /// <summary>True: keep the object, run nothing.</summary>
    public bool? Suspend { get; init; }
}

public sealed record ModelSpec
{
    /// <summary><c>hf://org/repo/file@revision</c>, <c>https://</c>, <c>s3://bucket/key</c>, <c>oci://</c>, <c>pvc://claim/path</c>, <c>file:///path</c>.</summary>
    public string Uri { get; init; } = "";

    /// <summary>64 hex digits. When given, a file that differs is never served.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The name clients put in <c>model</c>. Default: the service's name.</summary>
    public string? ServedName { get; init; }

    /// <summary>A Secret in the same namespace. Which of its keys open what: <see cref="Desired.PullCredentials"/>.</summary>
    public string? CredentialsSecret { get; init; }

    /// <summary>A small model of the same vocabulary for speculative decoding.</summary>
    public DraftSpec? Draft { get; init; }

    public IReadOnlyList<AdapterSpec>? Adapters { get; init; }
}

public sealed record DraftSpec
{
    public string Uri { get; init; } = "";

    public string? Sha256 { get; init; }
}

/// <summary>A LoRA adapter, served under its own name.</summary>
public sealed record AdapterSpec
{
    public string Name { get; init; } = "";

    public string Uri { get; init; } = "";

    public string? Sha256 { get; init; }
}

public sealed record EngineSpec
{
    /// <summary>Name of an InferenceEngine. Default <c>llamasharp</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Context window of one sequence, in tokens. Default: the smaller of 4,096 and what the model was trained for.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Requests evaluated at once by one replica. Default 4.</summary>
    public int? ParallelSequences { get; init; }

    /// <summary>Appended to the engine's own arguments.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }
}

public sealed record EnvironmentVariable
{
    public string Name { get; init; } = "";

    public string? Value { get; init; }

    public SecretKeyReference? SecretKeyRef { get; init; }
}

public sealed record SecretKeyReference
{
    public string Name { get; init; } = "";

    public string Key { get; init; } = "";
}

/// <summary>Resources of one replica.</summary>
public sealed record ResourcesSpec
{
    /// <summary>GPUs of one replica. Default: tensor × pipeline parallelism, at least 1.</summary>
    public int? Gpus { get; init; }

    /// <summary>Permitted GPU products, such as <c>NVIDIA-L40S</c>. Default: any.</summary>
    public IReadOnlyList<string>? GpuProducts { get; init; }

    /// <summary>GPU memory of one replica over all its GPUs. Default: derived from the model's own header.</summary>
    public Quantity? GpuMemory { get; init; }

    public Quantity? Cpu { get; init; }

    public Quantity? Memory { get; init; }

    public ParallelismSpec? Parallelism { get; init; }
}

public sealed record ParallelismSpec
{
    public int? Tensor { get; init; }

    public int? Pipeline { get; init; }
}

public sealed record PlacementSpec
{
    /// <summary>Default <c>LeastCost</c>.</summary>
    public PlacementPolicy? Policy { get; init; }

    /// <summary>Permitted pools by name; with policy <c>Ordered</c>, in this order. Default: every pool.</summary>
    public IReadOnlyList<string>? Pools { get; init; }

    /// <summary>Permitted pools by label.</summary>
    public LabelSelector? PoolSelector { get; init; }

    public IReadOnlyList<PoolType>? PoolTypes { get; init; }

    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>A class of data, such as <c>confidential</c>; only pools that list it may hold it.</summary>
    public string? DataClass { get; init; }

    public Isolation? Isolation { get; init; }

    /// <summary>Ceiling for the marginal cost of all replicas together, per hour, in the pools' currency.</summary>
    public Amount? MaxHourlyCost { get; init; }

    /// <summary>Share of the required capacity that spot pools may carry, 0 to 1. Default 1.</summary>
    public Amount? MaxSpotShare { get; init; }

    public MigrationPolicy? Migration { get; init; }

    public NoCapacityPolicy? OnNoCapacity { get; init; }

    /// <summary>Default <c>None</c>.</summary>
    public WarmSpares? WarmSpares { get; init; }

    /// <summary>Higher goes first. Default 0.</summary>
    public int? Priority { get; init; }
}

/// <summary>Equality-based label selector.</summary>
public sealed record LabelSelector
{
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }
}

public sealed record ScalingSpec
{
    /// <summary>Default <c>Auto</c>.</summary>
    public ScalingMode? Mode { get; init; }

    /// <summary>Only with mode <c>Off</c>; what <c>kubectl scale</c> writes.</summary>
    public int? Replicas { get; init; }

    /// <summary>Default 1.</summary>
    public int? MinReplicas { get; init; }

    /// <summary>Default: the larger of 4 and minReplicas.</summary>
    public int? MaxReplicas { get; init; }

    /// <summary>What one replica handles within its objectives. Absent: learned.</summary>
    public CapacitySpec? Capacity { get; init; }

    /// <summary>Share of capacity above which replicas are added, 0.1 to 1. Default 0.85; replicas are removed below 0.10 less.</summary>
    public Amount? TargetUtilization { get; init; }

    public ObjectivesSpec? Objectives { get; init; }

    public ScalingBehavior? ScaleUp { get; init; }

    public ScalingBehavior? ScaleDown { get; init; }

    /// <summary>With minReplicas 0: go to zero after this long without a request.</summary>
    public Duration? IdleAfter { get; init; }

    /// <summary>Times with a higher minReplicas.</summary>
    public IReadOnlyList<ScheduleSpec>? Schedules { get; init; }
}

/// <summary>At least so many replicas at certain times.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Cron expression of five fields, in local time.</summary>
    public string? Start { get; init; }

    /// <summary>IANA name. Default UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How long it holds from each start, a minute to a week.</summary>
    public Duration? Duration { get; init; }

    public int? MinReplicas { get; init; }
}

/// <summary>Tokens per second of one replica.</summary>
public sealed record CapacitySpec
{
    public Amount? PromptTokensPerSecond { get; init; }

    public Amount? GeneratedTokensPerSecond { get; init; }
}

public sealed record ObjectivesSpec
{
    public Duration? TimeToFirstToken { get; init; }

    public Duration? InterTokenLatency { get; init; }

    /// <summary>How fast waiting requests must be worked off. Default 30s.</summary>
    public Duration? QueueDrain { get; init; }
}

/// <summary>How fast the number of replicas may change in one direction.</summary>
public sealed record ScalingBehavior
{
    /// <summary>Use the most cautious recommendation of this long. Default 0s up, 5m down.</summary>
    public Duration? StabilizationWindow { get; init; }

    /// <summary>At most this many replicas per period. Default: up the larger of 4 and 100 %, down 1.</summary>
    public int? MaxReplicasPerPeriod { get; init; }

    /// <summary>Default 60s.</summary>
    public Duration? Period { get; init; }
}

public sealed record RolloutSpec
{
    /// <summary>Replicas above the desired number while a new version starts. Default 1, and 0 on a pool without room for one more.</summary>
    public int? MaxSurge { get; init; }

    /// <summary>Replicas that may be missing meanwhile. Default 0, and 1 on a pool without room for one more.</summary>
    public int? MaxUnavailable { get; init; }

    /// <summary>How long running generations may take to finish. Default 2m.</summary>
    public Duration? DrainTimeout { get; init; }
}

public sealed record EndpointSpec
{
    /// <summary>A Secret in the same namespace; each line of its key <c>keys</c> is an accepted API key. Absent: no key is asked for.</summary>
    public string? ApiKeysSecret { get; init; }

    /// <summary>Host name under which clients reach the service.</summary>
    public string? Host { get; init; }
}
