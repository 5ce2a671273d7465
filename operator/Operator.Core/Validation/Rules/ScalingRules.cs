using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>What a replica handles, how well it must, and how fast the number of replicas may change.</summary>
internal static class ScalingRules
{
    private const string Field = "spec.scaling";
    private const decimal MaxTokensPerSecond = 100_000_000;
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        if (spec.Scaling is not { } scaling) return;
        Rate($"{Field}.capacity.promptTokensPerSecond", scaling.Capacity?.PromptTokensPerSecond, violations);
        Rate($"{Field}.capacity.generatedTokensPerSecond", scaling.Capacity?.GeneratedTokensPerSecond, violations);
        // Below 0.2 the down threshold, 0.10 less, leaves nothing to scale down to.
        violations.Amount($"{Field}.targetUtilization", scaling.TargetUtilization, 0.2m, 1m);

        violations.Duration($"{Field}.objectives.timeToFirstToken", scaling.Objectives?.TimeToFirstToken, Millisecond, Hour);
        violations.Duration($"{Field}.objectives.interTokenLatency", scaling.Objectives?.InterTokenLatency, Millisecond, Hour);
        violations.Duration($"{Field}.objectives.queueDrain", scaling.Objectives?.QueueDrain, Second, Hour);
        violations.Duration($"{Field}.idleAfter", scaling.IdleAfter, Second, TimeSpan.FromDays(30));
        Behavior($"{Field}.scaleUp", scaling.ScaleUp, violations);
        Behavior($"{Field}.scaleDown", scaling.ScaleDown, violations);
    }

    private static void Rate(string field, Amount? rate, ViolationList violations) => violations.Amount(field, rate, 0.001m, MaxTokensPerSecond);

    private static void Behavior(string field, ScalingBehavior? behavior, ViolationList violations)
    {
        violations.Duration($"{field}.stabilizationWindow", behavior?.StabilizationWindow, TimeSpan.Zero, Hour);
        violations.Duration($"{field}.period", behavior?.Period, Second, Hour);
        violations.Range($"{field}.maxReplicasPerPeriod", behavior?.MaxReplicasPerPeriod, 1, ReplicaRules.MaxReplicas);
    }
}
