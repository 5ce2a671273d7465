using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>
/// A data class, a region or an isolation that a pool in use does not satisfy is not accepted while replicas run there: until they had moved, requests
/// would be answered where the spec already says they must not be.
/// </summary>
internal static class NothingTightensWhileRunning
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Write.Before is not { } before || service.Spec.Suspended) return;
        var inUse = Usage.PoolsOf(service.Write.Status);
        if (inUse.Count == 0 || InferenceServiceValidator.Validate(before).Count > 0) return;
        var allowed = PoolChoice.Of(service.Write with { Spec = before }, EffectiveSpec.Resolve(service.Write.Key.Name, before, service.Write.Model));
        var already = allowed.RejectedBySpec.Select(rejected => rejected.Pool.Pool.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (pool, why) in service.Pools.RejectedBySpec.Where(rejected => Concerns(rejected.Why.Reason)))
        {
            if (!inUse.Contains(pool.Pool.Name, StringComparer.Ordinal) || already.Contains(pool.Pool.Name)) continue;
            findings.Deny("spec.placement", AdmissionReasons.TightenedWhileRunning,
                $"replicas run on ComputePool '{pool.Pool.Name}', which {why.Message}; leave the pool out of placement.pools first, or set suspend: true together with this change");
        }
    }

    private static bool Concerns(string reason) =>
        reason is Placement.PlacementReasons.DataClassNotPermitted or Placement.PlacementReasons.RegionNotPermitted or Placement.PlacementReasons.NotSingleTenant;
}
