using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>At zero replicas nobody answers and nobody counts requests, so that nothing asks for the first replica either.</summary>
internal static class SomethingWakesIt
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Spec.Scaling is { Mode: ScalingMode.Auto, MinReplicas: 0 } && !service.Spec.Suspended)
            findings.Warn("spec.scaling.minReplicas", AdmissionReasons.NothingWakesIt, "is 0: without a replica requests fail and none is counted, so that nothing brings the first one back; put something in front that holds requests and scales, or set 1");
    }
}
