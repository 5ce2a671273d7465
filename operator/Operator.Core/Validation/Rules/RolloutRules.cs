using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>A new version can replace the old one.</summary>
internal static class RolloutRules
{
    private const string Field = "spec.rollout";

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        if (spec.Rollout is not { } rollout) return;
        violations.Range($"{Field}.maxSurge", rollout.MaxSurge, 0, ReplicaRules.MaxReplicas);
        violations.Range($"{Field}.maxUnavailable", rollout.MaxUnavailable, 0, ReplicaRules.MaxReplicas);
        violations.Duration($"{Field}.drainTimeout", rollout.DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(4));
        if (rollout.MaxSurge is 0 && (rollout.MaxUnavailable ?? 0) == 0)
            violations.Add(Field, ValidationReasons.RolloutCannotProgress, "allows neither a surplus nor a missing replica; raise maxSurge or maxUnavailable");
    }
}
