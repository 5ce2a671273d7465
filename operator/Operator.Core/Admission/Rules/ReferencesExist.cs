using InferOps.Operator.Core.Validation;
using InferOps.Operator.Core.Validation.Rules;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>
/// What does not exist yet may be applied a moment later, in whatever order a pipeline applies: a warning. What exists and cannot do what is asked: a
/// refusal.
/// </summary>
internal static class ReferencesExist
{
    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        var found = new ViolationList();
        var facts = service.Write.Facts;
        ReferenceRules.Check(service.Write.Spec, Catalog.Of(facts.Engines, facts.Pools), service.Write.Model?.Format, found);
        foreach (var violation in found.Found)
        {
            if (violation.Reason is ValidationReasons.UnknownEngine or ValidationReasons.UnknownPool) findings.Warn(violation.Field, violation.Reason, violation.Message);
            else findings.Deny([violation]);
        }
    }
}
