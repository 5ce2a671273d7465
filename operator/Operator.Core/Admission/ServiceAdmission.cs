using InferOps.Operator.Core.Admission.Rules;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>Decides whether an InferenceService may be written.</summary>
public static class ServiceAdmission
{
    internal static IReadOnlyList<Action<ResolvedService, AdmissionFindings>> Rules { get; } =
    [
        ReferencesExist.Check,
        SomePoolFits.Check,
        NothingTightensWhileRunning.Check,
        MigrationIsPermitted.Check,
        BudgetOfNamespace.Check,
        QuotaOfNamespace.Check,
        CeilingPaysMinimum.Check,
        SomethingWakesIt.Check,
        SpotLeavesSomething.Check,
        ModelIsPinned.Check,
        LeadTimeMeetsObjective.Check,
        KeysAreAsked.Check,
        NothingEndsUnawares.Check,
    ];

    /// <summary>
    /// What has not changed is not judged again: a service that was right when it was applied can always be labelled, finalized and deleted, whatever
    /// became of its pools.
    /// </summary>
    public static AdmissionVerdict Decide(ServiceWrite write)
    {
        if (write.Before is { } before && SpecText.Same(before, write.Spec)) return AdmissionVerdict.Silent;
        var findings = new AdmissionFindings();
        findings.Deny(InferenceServiceValidator.Validate(write.Spec));
        if (!findings.Verdict.IsAllowed) return findings.Verdict;
        var resolved = ResolvedService.Of(write);
        foreach (var rule in Rules) rule(resolved, findings);
        return findings.Verdict;
    }
}
