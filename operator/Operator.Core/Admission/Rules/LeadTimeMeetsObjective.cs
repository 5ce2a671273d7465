using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>Objectives that only new replicas can meet leave the time that new replicas take.</summary>
internal static class LeadTimeMeetsObjective
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Spec.Scaling.Mode != ScalingMode.Auto || service.Pools.Permitted.MinBy(pool => pool.Pool.LeadTime) is not { Pool: var fastest }) return;
        var lead = $"a new replica takes {Duration.From(fastest.LeadTime)} on '{fastest.Name}', the fastest permitted pool";
        if (service.Write.Spec.Scaling?.Objectives?.QueueDrain is not null && service.Spec.Scaling.QueueDrain < fastest.LeadTime && service.LeastReplicas < service.MostReplicas)
            findings.Warn("spec.scaling.objectives.queueDrain", AdmissionReasons.ObjectiveBelowLeadTime, $"is {Duration.From(service.Spec.Scaling.QueueDrain)}, and {lead}: a burst waits longer; raise minReplicas, or permit warmSpares");
        if (service.Spec.Scaling.IdleAfter < fastest.LeadTime)
            findings.Warn("spec.scaling.idleAfter", AdmissionReasons.IdleBelowLeadTime, $"is {Duration.From(service.Spec.Scaling.IdleAfter.Value)}, and {lead}: it would stop and start more than it serves; raise it");
    }
}
