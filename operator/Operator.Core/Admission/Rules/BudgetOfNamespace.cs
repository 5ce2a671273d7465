using System.Globalization;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>The ceilings of all services of a namespace stay within what its annotation allows.</summary>
internal static class BudgetOfNamespace
{
    private const string Field = "spec.placement.maxHourlyCost";

    public static void Check(ResolvedService service, AdmissionFindings findings)
    {
        if (service.Write.Limits.MaxHourlyCost is not { } budget || service.Spec.Suspended) return;
        var before = Ceiling(service.Write.Before);
        if (service.Spec.Placement.MaxHourlyCost is not { } ceiling)
        {
            findings.Deny(Field, AdmissionReasons.NamespaceBudgetNeedsCeiling,
                $"is absent, and namespace '{service.Write.Key.Namespace}' may spend {Money(budget)} per hour ({NamespaceLimits.BudgetAnnotation}); say what part of it this service may spend");
            return;
        }

        // A budget that was lowered meanwhile must not stop anyone from spending less.
        if (before is { } was && ceiling <= was && service.Write.Before?.Suspend != true) return;
        var others = service.Write.Facts.Services
            .Where(other => other.Key.Namespace == service.Write.Key.Namespace && other.Key != service.Write.Key && !other.Deleting && other.Spec.Suspend != true)
            .Sum(other => Ceiling(other.Spec) ?? 0);
        if (others + ceiling <= budget) return;
        findings.Deny(Field, AdmissionReasons.NamespaceBudgetExceeded,
            $"is {Money(ceiling)}; with {Money(others)} of the other services, namespace '{service.Write.Key.Namespace}' would be above its {Money(budget)} per hour; lower it to {Money(Math.Max(0, budget - others))}, or lower another service's");
    }

    private static decimal? Ceiling(InferenceServiceSpec? spec) => spec?.Placement?.MaxHourlyCost is { IsValid: true } ceiling ? ceiling.ToDecimal() : null;

    private static string Money(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);
}
