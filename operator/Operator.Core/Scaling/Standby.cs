using InferOps.Operator.Core.Scaling.Steps;

namespace InferOps.Operator.Core.Scaling;

/// <summary>Replicas beyond the decided ones that are worth energy: for a surge like the last ones, and for the objectives.</summary>
internal static class Standby
{
    public static int Of(ScalingInput input, int replicas)
    {
        // Unknown is not zero.
        if (input.Demand.Demand is not { } demand) return input.Memory.Standby;
        var surge = Thresholds.Replicas(demand.Surge, input.Policy.TargetUtilization);
        var prompt = Thresholds.Replicas(demand.Busy, Math.Min(input.Policy.TargetUtilization, input.Memory.Usable.Share));
        return Math.Clamp(Math.Max(surge, prompt), replicas, Math.Max(replicas, input.Policy.MaxReplicas)) - replicas;
    }
}
