using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>What is said about a write before it happens.</summary>
/// <param name="Denials">Why it is refused; empty: it is allowed.</param>
/// <param name="Warnings">What its author is told in any case.</param>
public sealed record AdmissionVerdict(IReadOnlyList<Violation> Denials, IReadOnlyList<Violation> Warnings)
{
    /// <summary>API servers may cut what is longer.</summary>
    public const int LongestWarning = 256;

    public static AdmissionVerdict Silent { get; } = new([], []);

    public bool IsAllowed => Denials.Count == 0;

    /// <summary>Every reason for a refusal in one message, so that one correction is enough.</summary>
    public string Message => string.Join("; ", Denials);

    /// <summary>One line each, not longer than clients get to see.</summary>
    public IReadOnlyList<string> WarningLines => [.. Warnings.Select(warning => Cut(warning.ToString()))];

    private static string Cut(string line) => line.Length <= LongestWarning ? line : $"{line[..(LongestWarning - 1)]}…";
}

/// <summary>Collects what rules find.</summary>
internal sealed class AdmissionFindings
{
    private readonly List<Violation> denials = [];
    private readonly List<Violation> warnings = [];

    public AdmissionVerdict Verdict => new(denials, warnings);

    public void Deny(string field, string reason, string message) => denials.Add(new(field, reason, message));

    public void Deny(IEnumerable<Violation> violations) => denials.AddRange(violations);

    public void Warn(string field, string reason, string message) => warnings.Add(new(field, reason, message));
}
