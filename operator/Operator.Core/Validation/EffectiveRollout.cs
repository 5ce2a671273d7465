using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

public sealed record EffectiveRollout
{
    public required int MaxSurge { get; init; }

    public required int MaxUnavailable { get; init; }

    public required TimeSpan DrainTimeout { get; init; }

    internal static EffectiveRollout Resolve(RolloutSpec? rollout) => new()
    {
        MaxSurge = rollout?.MaxSurge ?? 1,
        MaxUnavailable = rollout?.MaxUnavailable ?? 0,
        DrainTimeout = rollout?.DrainTimeout?.ToTimeSpan() ?? TimeSpan.FromMinutes(2),
    };
}
