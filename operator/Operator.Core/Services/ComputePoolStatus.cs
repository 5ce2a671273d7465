namespace InferOps.Operator.Core.Services;

public sealed record ComputePoolStatus
{
    public long? ObservedGeneration { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }

    public int? Nodes { get; init; }

    public PoolGpuStatus? Gpus { get; init; }

    /// <summary>InferenceServices with replicas here.</summary>
    public int? Services { get; init; }

    public Amount? HourlyCost { get; init; }
}

public sealed record PoolGpuStatus
{
    public int Capacity { get; init; }

    public int Allocated { get; init; }

    public int Free { get; init; }
}

public sealed record InferenceEngineStatus
{
    public long? ObservedGeneration { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }

    public int? Services { get; init; }
}
