namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>Some pool may hold the service. When pools are named, all are there and their specs rule every one of them out, nothing that comes later helps.</summary>
internal static class SomePoolFits
{
    private const int Shown = 2;

    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Pools.Permitted.Count > 0 || service.Pools.Rejected.Count == 0) return;
        var named = service.Spec.Placement.Pools;
        var bySpec = service.Pools.RejectedBySpec.ToDictionary(rejected => rejected.Pool.Pool.Name, rejected => rejected.Why.Message, StringComparer.Ordinal);
        if (named.Count > 0 && named.All(bySpec.ContainsKey))
        {
            findings.Deny("spec.placement", AdmissionReasons.NoNamedPoolFits, $"permits none of the pools it names: {Why(named.Select(name => (name, bySpec[name])))}");
        }
        else if (named.All(name => service.Write.Facts.Pools.Any(pool => pool.Name == name)))
        {
            var rejected = service.Pools.Rejected.Where(pool => named.Count == 0 || named.Contains(pool.Pool.Pool.Name, StringComparer.Ordinal));
            findings.Warn("spec.placement", AdmissionReasons.NoPoolFits, $"no pool fits, and replicas will wait: {Why(rejected.Select(pool => (pool.Pool.Pool.Name, pool.Why.Message)))}");
        }
    }

    private static string Why(IEnumerable<(string Pool, string Message)> rejected)
    {
        var all = rejected.ToList();
        var shown = string.Join("; ", all.Take(Shown).Select(pool => $"'{pool.Pool}' {pool.Message}"));
        return all.Count <= Shown ? shown : $"{shown}; and {all.Count - Shown} more";
    }
}
