using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>What is paid for and what the pool may grow to.</summary>
internal static class PoolCapacityRules
{
    private const int MaxGpus = 100_000;

    public static void Check(ComputePoolSpec spec, ViolationList violations)
    {
        violations.Range("spec.capacity.committedGpus", spec.Capacity?.CommittedGpus, 0, MaxGpus);
        violations.Range("spec.capacity.maxGpus", spec.Capacity?.MaxGpus, 0, MaxGpus);
        if (spec.Capacity is { } capacity && capacity.CommittedGpus > capacity.MaxGpus)
            violations.Add("spec.capacity.committedGpus", ValidationReasons.CommittedAboveMax,
                $"is {capacity.CommittedGpus}, above maxGpus {capacity.MaxGpus}; what is paid for should be usable");
    }
}
