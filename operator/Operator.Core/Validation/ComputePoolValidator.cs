using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation.Rules;

namespace InferOps.Operator.Core.Validation;

/// <summary>Finds everything wrong with a ComputePool at once.</summary>
public static class ComputePoolValidator
{
    internal static IReadOnlyList<Action<ComputePoolSpec, ViolationList>> Rules { get; } = [PoolNodeRules.Check, PoolCapacityRules.Check, PoolCostRules.Check, PoolCacheRules.Check];

    /// <returns>Violations in the order of the fields; empty: the spec is fine.</returns>
    public static IReadOnlyList<Violation> Validate(ComputePoolSpec spec)
    {
        var violations = new ViolationList();
        foreach (var rule in Rules) rule(spec, violations);
        return violations.Found;
    }
}
