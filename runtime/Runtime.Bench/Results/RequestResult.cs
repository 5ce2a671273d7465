namespace InferOps.Runtime.Bench.Results;

/// <summary>One request as its client saw it.</summary>
public readonly record struct RequestResult
{
    public required Outcome Outcome { get; init; }

    /// <summary>Which of the API keys it was sent with.</summary>
    public int Key { get; init; }

    /// <summary>From the start of the load to when it was sent.</summary>
    public TimeSpan SentAt { get; init; }

    /// <summary>Until the first text; zero where none came.</summary>
    public TimeSpan TimeToFirstToken { get; init; }

    /// <summary>Until the end of the answer, or until it failed.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>As the server counted them; 0 where it did not say.</summary>
    public int PromptTokens { get; init; }

    /// <summary>As the server counted them; events with text where it did not say.</summary>
    public int OutputTokens { get; init; }

    /// <summary>HTTP status, or 0 without an answer.</summary>
    public int Status { get; init; }

    /// <summary>What went wrong, for a person; empty when nothing did.</summary>
    public string Message { get; init; }

    /// <summary>How long the server asked to wait before the next try; zero where it did not.</summary>
    public TimeSpan RetryAfter { get; init; }
}
