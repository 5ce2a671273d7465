namespace InferOps.Operator.Core.Advice;

/// <summary>What the past says about commitments.</summary>
public sealed record Outlook
{
    public required IReadOnlyList<CommitmentAdvice> Advice { get; init; }

    /// <summary>Pools whose commitments can be judged, and whether enough of their load has been seen.</summary>
    public required IReadOnlyDictionary<string, bool> Judged { get; init; }

    /// <summary>The history with what was advised, which the next advice holds on to.</summary>
    public required LoadHistory History { get; init; }
}
