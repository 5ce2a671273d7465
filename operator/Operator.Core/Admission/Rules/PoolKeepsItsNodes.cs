using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>
/// What makes a pool the pool it is stays while replicas run on it. Nodes or a resource that it no longer names take their replicas out of the books, and
/// their GPUs would be promised to others.
/// </summary>
internal static class PoolKeepsItsNodes
{
    public static void Check(PoolWrite write, AdmissionFindings findings)
    {
        if (write.Before is not { } before || Usage.RunningOn(write.Facts, write.Name) is not { Count: > 0 } running) return;
        var advice = $"while replicas of {Usage.List(running)} run here; make another pool, move them there with placement.pools, and delete this one";
        if (!SpecText.Same(before.NodeSelector, write.Spec.NodeSelector)) findings.Deny("spec.nodeSelector", AdmissionReasons.PoolIdentityInUse, $"cannot change {advice}");
        if (before.Gpu.ResourceName != write.Spec.Gpu.ResourceName) findings.Deny("spec.gpu.resourceName", AdmissionReasons.PoolIdentityInUse, $"cannot change {advice}");
        if (before.Type != write.Spec.Type) findings.Deny("spec.type", AdmissionReasons.PoolIdentityInUse, $"cannot change {advice}");
    }
}
