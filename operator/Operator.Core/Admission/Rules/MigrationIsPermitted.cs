using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary><c>migration: Never</c> and a pool in use that is no longer permitted contradict each other: one of the two is not meant.</summary>
internal static class MigrationIsPermitted
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Write.Before is null || service.Spec.Suspended || service.Spec.Placement.Migration != MigrationPolicy.Never) return;
        var inUse = Usage.PoolsOf(service.Write.Status);
        foreach (var (pool, why) in service.Pools.Rejected)
        {
            if (!inUse.Contains(pool.Pool.Name, StringComparer.Ordinal)) continue;
            if (why.Reason is not (PlacementReasons.PoolNotNamed or PlacementReasons.PoolNotSelected or PlacementReasons.PoolTypeNotPermitted)) continue;
            findings.Deny("spec.placement", AdmissionReasons.MigrationForbidden,
                $"replicas run on ComputePool '{pool.Pool.Name}', which {why.Message}, and placement.migration is Never; permit the pool, or set migration: Allowed so that they may move");
        }
    }
}
