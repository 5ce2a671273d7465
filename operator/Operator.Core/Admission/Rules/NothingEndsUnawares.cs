using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>A change that ends replicas or the name clients use is said to do so.</summary>
internal static class NothingEndsUnawares
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Write.Before is not { } before || !Usage.Runs(service.Write.Status) || service.Spec.Suspended) return;
        var now = service.Write.Status.DesiredReplicas ?? service.Write.Status.Replicas ?? 0;
        if (now > service.MostReplicas)
        {
            findings.Warn("spec.scaling", AdmissionReasons.FewerThanRun, service.Spec.Scaling.Mode == ScalingMode.Off && service.Write.Spec.Scaling?.Replicas is null
                ? $"fixes the number of replicas at {service.MostReplicas}, and {now} run; write scaling.replicas to keep them"
                : $"permits {service.MostReplicas} replicas, and {now} run");
        }

        var served = before.Model.ServedName ?? service.Write.Key.Name;
        if (served != service.Spec.Model.ServedName)
            findings.Warn("spec.model.servedName", AdmissionReasons.ServedNameChanges, $"was '{served}': clients that ask for that name get 404 as soon as replicas are replaced");
    }
}
