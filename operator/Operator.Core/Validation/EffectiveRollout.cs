using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

public sealed record EffectiveRollout
{
    /// <summary>Null: as the pool has room.</summary>
    public required int? MaxSurge { get; init; }

    /// <summary>Null: as the pool has room.</summary>
    public required int? MaxUnavailable { get; init; }

    public required TimeSpan DrainTimeout { get; init; }

    internal static EffectiveRollout Resolve(RolloutSpec? rollout) => new()
    {
        MaxSurge = rollout?.MaxSurge,
        MaxUnavailable = rollout?.MaxUnavailable,
        DrainTimeout = rollout?.DrainTimeout?.ToTimeSpan() ?? TimeSpan.FromMinutes(2),
    };
}
