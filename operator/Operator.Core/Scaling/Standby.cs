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
        var share = input.Memory.Usable.Share;
        var prompt = share < input.Policy.TargetUtilization ? Thresholds.Replicas(demand.Peak, share) : 0;
        return Math.Clamp(Math.Max(surge, prompt), replicas, Math.Max(replicas, input.Policy.MaxReplicas)) - replicas;
    }
}
