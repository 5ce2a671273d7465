namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>An interruption of spot capacity leaves a replica standing.</summary>
internal static class SpotLeavesSomething
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        var spot = service.Pools.Permitted.Where(pool => pool.Pool.Spot).ToList();
        if (spot.Count == 0 || service.LeastReplicas == 0 || service.Spec.Placement.MaxSpotShare < 1) return;
        if (spot.Count == service.Pools.Permitted.Count)
            findings.Warn("spec.placement", AdmissionReasons.SpotMayTakeAll, $"permits spot pools only ({Usage.List(spot.Select(pool => pool.Pool.Name))}): one interruption may take every replica; permit another pool, too");
        else if (service.LeastReplicas == 1 && service.Write.Spec.Placement?.MaxSpotShare is not null)
            findings.Warn("spec.placement.maxSpotShare", AdmissionReasons.SpotMayTakeAll, "is 1 with one replica at least: an interruption of that one leaves none; set a smaller share or minReplicas: 2");
    }
}
