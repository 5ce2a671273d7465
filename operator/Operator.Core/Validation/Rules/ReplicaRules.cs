using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>How many replicas there may be.</summary>
internal static class ReplicaRules
{
    public const int MaxReplicas = 1000;

    private const string Field = "spec.scaling";

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        if (spec.Scaling is not { } scaling) return;
        violations.Range($"{Field}.replicas", scaling.Replicas, 0, MaxReplicas);
        violations.Range($"{Field}.minReplicas", scaling.MinReplicas, 0, MaxReplicas);
        violations.Range($"{Field}.maxReplicas", scaling.MaxReplicas, 1, MaxReplicas);

        if (scaling.MinReplicas > scaling.MaxReplicas)
            violations.Add($"{Field}.minReplicas", ValidationReasons.MinReplicasAboveMax,
                $"is {scaling.MinReplicas}, above maxReplicas {scaling.MaxReplicas}; raise maxReplicas or lower minReplicas");
        if (scaling.Replicas is not null && scaling.Mode is not ScalingMode.Off)
            violations.Add($"{Field}.replicas", ValidationReasons.ReplicasNeedModeOff, "has no meaning while replicas are scaled; set scaling.mode: Off to fix the number of replicas");
        if (scaling.IdleAfter is not null && scaling.MinReplicas is not 0)
            violations.Add($"{Field}.idleAfter", ValidationReasons.IdleAfterNeedsMinZero, "lets replicas go to zero, which minReplicas forbids; set minReplicas: 0 or leave it out");
    }
}
