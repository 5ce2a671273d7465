using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>The two summaries, from the findings in the order in which a service comes up.</summary>
internal static class ReadySummarizer
{
    public static Finding Ready(Finding spec, Finding placed, Finding available)
    {
        if (spec.Status != ConditionStatus.True) return Finding.False(Reasons.SpecInvalid, spec.Message);
        if (available.Status == ConditionStatus.True)
        {
            return placed.Status == ConditionStatus.False
                ? Finding.True(placed.Reason, $"It answers, with fewer replicas than wanted. {placed.Message}")
                : Finding.True(Reasons.Ready, available.Message);
        }
        var cause = placed.Status == ConditionStatus.True ? available : placed;
        return Finding.False(cause.Reason, cause.Message);
    }

    /// <summary>True for the first finding that waiting will not mend.</summary>
    public static Finding Stalled(params Finding[] findings) =>
        findings.FirstOrDefault(finding => finding.Permanent) is { } permanent
            ? Finding.True(permanent.Reason, permanent.Message)
            : Finding.False(Reasons.NotStalled, "No human is needed.");
}
