namespace InferOps.Operator.Core.Services;

/// <summary>One condition, by the Kubernetes API conventions. Types and reasons come from closed, documented sets.</summary>
public sealed record Condition
{
    public required string Type { get; init; }

    public required ConditionStatus Status { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public long? ObservedGeneration { get; init; }

    /// <summary>When <see cref="Status"/> last changed; whole seconds.</summary>
    public required DateTimeOffset LastTransitionTime { get; init; }
}
