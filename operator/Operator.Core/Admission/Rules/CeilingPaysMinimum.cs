using System.Globalization;
using InferOps.Operator.Core.Placement;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary><c>maxHourlyCost</c> pays for the least number of replicas on the cheapest pool.</summary>
internal static class CeilingPaysMinimum
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Spec.Placement.MaxHourlyCost is not { } ceiling || service.Pools.Permitted.Count == 0 || service.LeastReplicas == 0) return;
        var cheapest = service.Pools.Permitted.MinBy(pool => PerGpu(pool, service.Write.Facts.Now))!;
        var cost = PerGpu(cheapest, service.Write.Facts.Now) * service.Spec.Resources.Gpus * service.LeastReplicas;
        if (cost <= ceiling) return;
        findings.Warn("spec.placement.maxHourlyCost", AdmissionReasons.CeilingBelowMinimum, string.Create(CultureInfo.InvariantCulture,
            $"is {ceiling:0.##}; {service.LeastReplicas} replicas cost {cost:0.##} per hour on '{cheapest.Pool.Name}', the cheapest permitted pool, so that fewer will run"));
    }

    private static decimal PerGpu(PoolCandidate pool, DateTimeOffset now) =>
        pool.CommittedGpus > 0 && Costs.IsCommitted(pool.Pool, now) ? Costs.MarginalCommitted(pool.Pool) : Costs.MarginalBeyond(pool.Pool);
}
