namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>The namespace's ResourceQuota lets the least number of replicas start on some permitted pool. The quota is the cluster's to enforce; said here, it is said before pods are missing.</summary>
internal static class QuotaOfNamespace
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Pools.Permitted.Count == 0 || service.MostReplicas == 0) return;
        var resources = service.Pools.Permitted.Select(pool => pool.Pool.GpuResource).Distinct(StringComparer.Ordinal).ToList();
        // A resource without a quota has room for all.
        if (!resources.TrueForAll(service.Write.Limits.Gpus.ContainsKey)) return;
        var gpus = resources.Sum(resource => service.Write.Limits.Gpus[resource]);
        var room = gpus / service.Spec.Resources.Gpus;
        var quota = $"{gpus} GPUs ({string.Join(", ", resources.Select(resource => $"requests.{resource}"))}) of namespace '{service.Write.Key.Namespace}'";
        if (room < service.LeastReplicas)
        {
            findings.Deny("spec.scaling", AdmissionReasons.NamespaceQuotaTooSmall,
                $"asks for {service.LeastReplicas} replicas of {service.Spec.Resources.Gpus} GPUs at least; the quota of {quota} holds {room}; ask for fewer, or have the quota raised");
        }
        else if (room < service.MostReplicas)
        {
            findings.Warn("spec.scaling.maxReplicas", AdmissionReasons.NamespaceQuotaBelowMaximum, $"is {service.MostReplicas}; the quota of {quota} holds {room} replicas");
        }
    }
}
