using InferOps.Operator.Core.Admission.Rules;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>Decides whether an InferenceService may be written.</summary>
public static class ServiceAdmission
{
    private static readonly Judgement<InferenceServiceSpec, ResolvedService> Judgement = new(InferenceServiceValidator.Validate,
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
    ]);

    public static AdmissionVerdict Decide(ServiceWrite write) => Judgement.Of(write.Before, write.Spec, () => ResolvedService.Of(write));
}
