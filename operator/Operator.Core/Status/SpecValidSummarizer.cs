using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Status;

internal static class SpecValidSummarizer
{
    private const int Shown = 5;

    public static Finding Summarize(IReadOnlyList<Violation> violations)
    {
        if (violations.Count == 0) return Finding.True(Reasons.Valid, "The spec is valid.");
        var more = violations.Count > Shown ? $"; and {violations.Count - Shown} more" : "";
        return Finding.False(violations[0].Reason, string.Join("; ", violations.Take(Shown)) + more, permanent: true);
    }
}
