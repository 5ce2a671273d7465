using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>What running services use of an engine stays: a format it reads, and the arguments that carry their keys, adapters and drafts.</summary>
internal static class EngineKeepsItsServices
{
    public static void Check(EngineWrite write, AdmissionFindings findings)
    {
        if (write.Before is not { } before) return;
        var running = Usage.NamingEngine(write.Facts, write.Name).Where(service => Usage.Runs(service.Status)).ToList();
        if (running.Count == 0) return;
        foreach (var lost in running.SelectMany(service => Lost(service, before, write)).GroupBy(lost => (lost.Violation.Field, lost.Violation.Reason)))
        {
            findings.Deny(lost.Key.Reason == ValidationReasons.ModelFormatNotSupported ? "spec.modelFormats" : "spec.args", AdmissionReasons.EngineFeatureInUse,
                $"loses what {lost.Key.Field} of {Usage.List(lost.Select(loss => loss.Service))} needs ({lost.Key.Reason}); keep it, or make another engine");
        }

        if (findings.Verdict.IsAllowed && !SpecText.Same(before with { Metrics = write.Spec.Metrics }, write.Spec))
            findings.Warn("spec", AdmissionReasons.ReplicasRestart, $"every replica of {Usage.List(running)} is replaced, one after the other");
    }

    private static IEnumerable<(ObservedService Service, Violation Violation)> Lost(ObservedService service, InferenceEngineSpec before, EngineWrite write)
    {
        var already = References(service, before, write).Select(violation => violation.Reason).ToHashSet(StringComparer.Ordinal);
        return References(service, write.Spec, write).Where(violation => !already.Contains(violation.Reason)).Select(violation => (service, violation));
    }

    private static IEnumerable<Violation> References(ObservedService service, InferenceEngineSpec engine, EngineWrite write)
    {
        var found = new ViolationList();
        Validation.Rules.ReferenceRules.Check(service.Spec, Catalog.Of([new() { Name = write.Name, Spec = engine }], write.Facts.Pools), service.Status.Model?.Format, found);
        return found.Found.Where(violation => violation.Reason != ValidationReasons.UnknownPool);
    }
}
