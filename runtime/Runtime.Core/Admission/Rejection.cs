using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Admission;

public enum RejectionReason
{
    /// <summary>As many requests run and wait as may.</summary>
    QueueFull,

    /// <summary>The key has as many requests running and waiting as one key may, with what is left for others.</summary>
    KeyQueueFull,

    /// <summary>The replica finishes what runs and takes nothing new.</summary>
    Draining,

    /// <summary>The model can no longer be evaluated.</summary>
    EngineFault,
}

/// <param name="Reason">Why the request was not admitted.</param>
/// <param name="RetryAfter">When another attempt is worth it.</param>
public sealed record Rejection(RejectionReason Reason, TimeSpan RetryAfter);

/// <summary>The answer to a submission of several requests: exactly one of the two is present.</summary>
public readonly record struct GroupSubmission
{
    internal GroupSubmission(IReadOnlyList<Generation> generations) => Generations = generations;

    internal GroupSubmission(Rejection rejection) => Rejection = rejection;

    /// <summary>One per request, in the same order.</summary>
    public IReadOnlyList<Generation>? Generations { get; }

    public Rejection? Rejection { get; }

    /// <summary>True with <paramref name="generations"/>, false with <paramref name="rejection"/>.</summary>
    public bool IsAdmitted(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IReadOnlyList<Generation>? generations,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Rejection? rejection)
    {
        (generations, rejection) = (Generations, Rejection);
        return generations is not null;
    }
}

/// <summary>The answer to a submission: exactly one of the two is present.</summary>
public readonly record struct Submission
{
    internal Submission(Generation generation) => Generation = generation;

    internal Submission(Rejection rejection) => Rejection = rejection;

    public Generation? Generation { get; }

    public Rejection? Rejection { get; }

    /// <summary>True with <paramref name="generation"/>, false with <paramref name="rejection"/>.</summary>
    public bool IsAdmitted(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Generation? generation,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Rejection? rejection)
    {
        (generation, rejection) = (Generation, Rejection);
        return generation is not null;
    }
}
