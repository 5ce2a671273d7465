using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>
/// How writes of a kind are judged. What has not changed is not judged again: what was right when it was applied can always be labelled, finalized and deleted, whatever
/// became of what it refers to. A spec that is wrong by itself is not looked at any further.
/// </summary>
/// <typeparam name="TSpec">The kind's spec.</typeparam>
/// <typeparam name="TWrite">What its rules look at.</typeparam>
/// <param name="Validate">What the spec alone shows.</param>
/// <param name="Rules">What it means among the others.</param>
internal sealed record Judgement<TSpec, TWrite>(Func<TSpec, IReadOnlyList<Violation>> Validate, IReadOnlyList<Action<TWrite, AdmissionFindings>> Rules)
    where TSpec : class
{
    /// <param name="before">The spec that is stored; null: the object is new.</param>
    /// <param name="spec">The spec to be stored.</param>
    /// <param name="resolve">Makes of a valid spec what the rules look at.</param>
    public AdmissionVerdict Of(TSpec? before, TSpec spec, Func<TWrite> resolve)
    {
        if (before is not null && SpecText.Same(before, spec)) return AdmissionVerdict.Silent;
        if (Validate(spec) is { Count: > 0 } violations) return new(violations, []);
        var findings = new AdmissionFindings();
        var write = resolve();
        foreach (var rule in Rules) rule(write, findings);
        return findings.Verdict;
    }
}

/// <summary>How a deletion is judged: who runs on it forbids it, and who only names it is named.</summary>
/// <param name="Reason">Why it is refused.</param>
/// <param name="Refusal">Said of those who run on it.</param>
/// <param name="Reminder">Said of those who name it.</param>
internal sealed record DeletionJudgement(string Reason, Func<string, string> Refusal, Func<string, string> Reminder)
{
    public AdmissionVerdict Of(IReadOnlyList<ObservedService> running, IReadOnlyList<ObservedService> naming) =>
        running.Count > 0 ? new([Finding(Reason, Refusal(Usage.List(running)))], [])
        : naming.Count > 0 ? new([], [Finding(AdmissionReasons.StillNamed, Reminder(Usage.List(naming)))])
        : AdmissionVerdict.Silent;

    private static Violation Finding(string reason, string message) => new("metadata.name", reason, message);
}
