using InferOps.Operator.Core.Admission.Rules;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>A ComputePool that is about to be written.</summary>
/// <param name="Before">The spec that is stored; null: the pool is new.</param>
public sealed record PoolWrite(string Name, ComputePoolSpec Spec, ComputePoolSpec? Before, ClusterFacts Facts)
{
    internal IEnumerable<ObservedPool> Others => Facts.Pools.Where(pool => pool.Name != Name);
}

/// <summary>Decides whether a ComputePool may be written or deleted.</summary>
public static class PoolAdmission
{
    internal static IReadOnlyList<Action<PoolWrite, AdmissionFindings>> Rules { get; } =
    [
        PoolKeepsItsNodes.Check,
        PoolKeepsItsServices.Check,
        NodesAreItsOwn.Check,
        CostsCompare.Check,
    ];

    public static AdmissionVerdict Decide(PoolWrite write)
    {
        if (write.Before is { } before && SpecText.Same(before, write.Spec)) return AdmissionVerdict.Silent;
        var findings = new AdmissionFindings();
        findings.Deny(ComputePoolValidator.Validate(write.Spec));
        if (!findings.Verdict.IsAllowed) return findings.Verdict;
        foreach (var rule in Rules) rule(write, findings);
        return findings.Verdict;
    }

    /// <summary>Without their pool, replicas would be forgotten and their GPUs booked twice.</summary>
    public static AdmissionVerdict DecideDeletion(string pool, ClusterFacts facts)
    {
        var findings = new AdmissionFindings();
        if (Usage.RunningOn(facts, pool) is { Count: > 0 } running)
        {
            findings.Deny("metadata.name", AdmissionReasons.PoolInUse,
                $"ComputePool '{pool}' holds replicas of {Usage.List(running)}; leave it out of their placement or suspend them, and delete it when status.placement no longer lists it");
        }
        else if (Usage.NamingPool(facts, pool) is { Count: > 0 } naming)
        {
            findings.Warn("metadata.name", AdmissionReasons.StillNamed, $"placement.pools of {Usage.List(naming)} still names ComputePool '{pool}'; take it out there, too");
        }
        return findings.Verdict;
    }
}
