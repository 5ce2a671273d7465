using InferOps.Operator.Core.Admission.Rules;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>An InferenceEngine that is about to be written.</summary>
/// <param name="Before">The spec that is stored; null: the engine is new.</param>
public sealed record EngineWrite(string Name, InferenceEngineSpec Spec, InferenceEngineSpec? Before, ClusterFacts Facts);

/// <summary>Decides whether an InferenceEngine may be written or deleted.</summary>
public static class EngineAdmission
{
    internal static IReadOnlyList<Action<EngineWrite, AdmissionFindings>> Rules { get; } =
    [
        EngineKeepsItsServices.Check,
        EngineImageIsPinned.Check,
        EngineCanBeScaled.Check,
    ];

    public static AdmissionVerdict Decide(EngineWrite write)
    {
        if (write.Before is { } before && SpecText.Same(before, write.Spec)) return AdmissionVerdict.Silent;
        var findings = new AdmissionFindings();
        findings.Deny(InferenceEngineValidator.Validate(write.Spec));
        if (!findings.Verdict.IsAllowed) return findings.Verdict;
        foreach (var rule in Rules) rule(write, findings);
        return findings.Verdict;
    }

    /// <summary>Without their engine, services cannot be rolled out, scaled or explained any more.</summary>
    public static AdmissionVerdict DecideDeletion(string engine, ClusterFacts facts)
    {
        var findings = new AdmissionFindings();
        var naming = Usage.NamingEngine(facts, engine);
        if (naming.Where(service => Usage.Runs(service.Status)).ToList() is { Count: > 0 } running)
        {
            findings.Deny("metadata.name", AdmissionReasons.EngineInUse,
                $"InferenceEngine '{engine}' runs {Usage.List(running)}; name another engine there or suspend them, and delete it when nothing of them runs");
        }
        else if (naming.Count > 0)
        {
            findings.Warn("metadata.name", AdmissionReasons.StillNamed, $"engine.name of {Usage.List(naming)} still means InferenceEngine '{engine}'; name another one there");
        }
        return findings.Verdict;
    }
}
