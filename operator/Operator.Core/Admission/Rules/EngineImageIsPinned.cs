namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>Two replicas of one service run the same image.</summary>
internal static class EngineImageIsPinned
{
    public static void Check(EngineWrite write, AdmissionFindings findings)
    {
        if (write.Before?.Image == write.Spec.Image) return;
        var name = write.Spec.Image.Split('/')[^1];
        if (name.Contains('@', StringComparison.Ordinal) || (name.Contains(':', StringComparison.Ordinal) && !name.EndsWith(":latest", StringComparison.Ordinal))) return;
        findings.Warn("spec.image", AdmissionReasons.ImageNotPinned, $"'{write.Spec.Image}' means another image tomorrow, and replicas of one service would differ; name a version or a digest");
    }
}
