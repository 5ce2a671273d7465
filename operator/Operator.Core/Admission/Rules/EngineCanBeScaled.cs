namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>Demand is computed from token counters; without them the number of replicas is held for ever.</summary>
internal static class EngineCanBeScaled
{
    public static void Check(EngineWrite write, AdmissionFindings findings)
    {
        if (write.Spec.Metrics is { PromptTokens: not null, GeneratedTokens: not null }) return;
        findings.Warn("spec.metrics", AdmissionReasons.CannotBeScaled, "names no counters of promptTokens and generatedTokens: services on this engine are not scaled; name them, or set scaling.mode: Off there");
    }
}
