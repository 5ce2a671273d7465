namespace InferOps.Operator.Core.Services;

/// <summary>What is. Written by the reconciler alone.</summary>
public sealed record InferenceServiceStatus
{
    public long? ObservedGeneration { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }

    /// <summary>Pods that exist and are not terminating, over all pools.</summary>
    public int? Replicas { get; init; }

    public int? ReadyReplicas { get; init; }

    public int? DesiredReplicas { get; init; }

    /// <summary>Label selector of the replicas, for the scale subresource.</summary>
    public string? Selector { get; init; }

    /// <summary>Where clients reach the service inside the cluster.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the engine in use, for the printer column.</summary>
    public string? Engine { get; init; }

    public ModelStatus? Model { get; init; }

    public ThroughputStatus? Throughput { get; init; }

    public PlacementStatus? Placement { get; init; }

    public ScalingStatus? Scaling { get; init; }

    public IReadOnlyList<AdviceStatus>? Advice { get; init; }
}

/// <summary>Facts read from the model file.</summary>
public sealed record ModelStatus
{
    /// <summary>The URI and checksum these facts were read for, so that a changed spec is read again.</summary>
    public string? Source { get; init; }

    public string? ServedName { get; init; }

    public string? Format { get; init; }

    public string? Architecture { get; init; }

    public string? Quantization { get; init; }

    public long? ParameterCount { get; init; }

    public long? WeightBytes { get; init; }

    public long? FileBytes { get; init; }

    public long? ContextLength { get; init; }

    public long? KvBytesPerToken { get; init; }

    /// <summary>GPU memory one replica needs: weights + KV cells + overhead.</summary>
    public Quantity? GpuMemory { get; init; }
}

/// <summary>Tokens per second over the last minute.</summary>
public sealed record ThroughputStatus
{
    public Amount? PromptTokensPerSecond { get; init; }

    public Amount? GeneratedTokensPerSecond { get; init; }

    public Amount? TotalTokensPerSecond { get; init; }
}

public sealed record PlacementStatus
{
    public IReadOnlyList<PoolPlacement>? Pools { get; init; }

    /// <summary>Names of the pools in use, for the printer column.</summary>
    public string? Summary { get; init; }

    public IReadOnlyList<RejectedPool>? Rejected { get; init; }

    public string? Currency { get; init; }

    /// <summary>Full cost of the ready replicas per hour.</summary>
    public Amount? HourlyCost { get; init; }

    /// <summary>Hourly cost over the tokens of the last minute, scaled to an hour and a million.</summary>
    public Amount? CostPerMillionTokens { get; init; }

    /// <summary>What the same replicas would cost more, per hour, on the cheapest permitted cloud pool.</summary>
    public Amount? SavingsVersusCloudOnly { get; init; }
}

public sealed record PoolPlacement
{
    public string Name { get; init; } = "";

    public PoolType Type { get; init; }

    public int Desired { get; init; }

    public int Replicas { get; init; }

    public int Ready { get; init; }

    /// <summary>Of <see cref="Desired"/>, those that demand does not need: absent for none.</summary>
    public int? Spare { get; init; }

    public Amount? HourlyCost { get; init; }
}

/// <summary>A pool that was not used and why, in words a human can act on.</summary>
public sealed record RejectedPool
{
    public string Name { get; init; } = "";

    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";
}

public sealed record ScalingStatus
{
    public ScalingRecord? LastDecision { get; init; }

    /// <summary>The last ten changes, newest first.</summary>
    public IReadOnlyList<ScalingRecord>? History { get; init; }

    /// <summary>Absent where capacity is declared or nothing was learned yet.</summary>
    public LearnedCapacityStatus? LearnedCapacity { get; init; }
}

/// <summary>What one replica was seen to do while requests waited. Kept here so that it survives a restart of the operator.</summary>
public sealed record LearnedCapacityStatus
{
    /// <summary>Engine and model it was learned of.</summary>
    public string Of { get; init; } = "";

    public Amount? PromptTokensPerSecond { get; init; }

    public Amount? GeneratedTokensPerSecond { get; init; }
}

/// <summary>One scaling decision, explained.</summary>
public sealed record ScalingRecord
{
    /// <summary>When the decision first held, whole seconds. A decision that repeats itself is not written again.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>One of the documented decision reasons.</summary>
    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    public int From { get; init; }

    public int To { get; init; }

    /// <summary>Demand in replica-equivalents.</summary>
    public Amount? Demand { get; init; }

    /// <summary>Limits that changed the outcome, in the order they applied.</summary>
    public IReadOnlyList<string>? LimitedBy { get; init; }

    /// <summary>From → to per pool.</summary>
    public IReadOnlyList<PoolChange>? Pools { get; init; }
}

public sealed record PoolChange
{
    public string Name { get; init; } = "";

    public int From { get; init; }

    public int To { get; init; }
}

/// <summary>What to rent, buy or release in a pool that the service may use, with the numbers behind it.</summary>
public sealed record AdviceStatus
{
    public string Pool { get; init; } = "";

    /// <summary>One of the documented actions.</summary>
    public string Action { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>To rent, to buy, or to give back.</summary>
    public int? Gpus { get; init; }

    /// <summary>Share of hours, 0 to 1, in which the last GPU to get, or the first to give back, was needed.</summary>
    public Amount? ShareOfHours { get; init; }

    /// <summary>In <see cref="Currency"/>; of bought GPUs, less what is written off.</summary>
    public Amount? MonthlySaving { get; init; }

    public string? Currency { get; init; }

    /// <summary>Months until bought GPUs have earned their price.</summary>
    public Amount? PaybackMonths { get; init; }
}
