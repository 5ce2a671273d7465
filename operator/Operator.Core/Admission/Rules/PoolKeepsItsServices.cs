using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>Regions, data classes and labels that are taken away may send services elsewhere.</summary>
internal static class PoolKeepsItsServices
{
    public static void Check(PoolWrite write, AdmissionFindings findings)
    {
        if (write.Before is null) return;
        var current = write.Facts.Pools.FirstOrDefault(pool => pool.Name == write.Name);
        if (current is null) return;
        var facts = write.Facts with { Pools = [.. write.Others, current with { Spec = write.Spec }] };
        var leaving = Usage.RunningOn(write.Facts, write.Name).Where(service => IsRejected(service, facts, write.Name)).ToList();
        if (leaving.Count > 0)
            findings.Warn("spec", AdmissionReasons.ServicesMustLeave, $"no longer fits what {Usage.List(leaving)} ask of a pool: their replicas here will be moved or stopped");
    }

    private static bool IsRejected(ObservedService service, ClusterFacts facts, string pool)
    {
        if (Validation.InferenceServiceValidator.Validate(service.Spec).Count > 0) return false;
        var resolved = ResolvedService.Of(new() { Key = service.Key, Spec = service.Spec, Status = service.Status, Facts = facts });
        return resolved.Pools.Rejected.Any(rejected => rejected.Pool.Pool.Name == pool);
    }
}
