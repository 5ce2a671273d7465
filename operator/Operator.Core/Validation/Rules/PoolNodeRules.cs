using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>The pool's nodes and their GPUs can be found.</summary>
internal static class PoolNodeRules
{
    public static void Check(ComputePoolSpec spec, ViolationList violations)
    {
        if (spec.NodeSelector.Count == 0)
            violations.Add("spec.nodeSelector", ValidationReasons.EmptySelector, "is empty and would take every node; name a label that only the pool's nodes carry");
        violations.Quantity("spec.gpu.memory", spec.Gpu.Memory);
        violations.Range("spec.gpu.perNode", spec.Gpu.PerNode, 1, ResourceRules.MaxGpusPerReplica);
        if (spec.Gpu.ResourceName is { } name && (name.Length == 0 || !name.Contains('/', StringComparison.Ordinal)))
            violations.Add("spec.gpu.resourceName", ValidationReasons.InvalidName, $"'{name}' is not an extended resource; write it like nvidia.com/gpu");
        violations.Duration("spec.leadTime.scale", spec.LeadTime?.Scale, TimeSpan.Zero, TimeSpan.FromDays(1));
        violations.Duration("spec.leadTime.procure", spec.LeadTime?.Procure, TimeSpan.Zero, TimeSpan.FromDays(1000));
        violations.Amount("spec.interruptionsPerHour", spec.InterruptionsPerHour, 0, 3600);
        violations.Range("spec.weight", spec.Weight, -1_000_000, 1_000_000);
    }
}
