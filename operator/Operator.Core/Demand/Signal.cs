namespace InferOps.Operator.Core.Demand;

/// <summary>What is asked of Prometheus, one query each for all services together.</summary>
public enum Signal
{
    /// <summary>Prompt tokens per second at arrival, rejected requests included.</summary>
    ArrivedPromptTokens,

    /// <summary>Generation tokens per second asked for at arrival.</summary>
    ArrivedGeneratedTokens,

    /// <summary>Prompt tokens per second evaluated.</summary>
    PromptTokens,

    /// <summary>Tokens per second generated.</summary>
    GeneratedTokens,

    /// <summary>Prompt tokens per second over the longer window that means are taken over.</summary>
    MeanPromptTokens,

    /// <summary>Generated tokens per second over that window.</summary>
    MeanGeneratedTokens,

    /// <summary>Requests per second that reached their first token, over that window.</summary>
    MeanRequests,

    /// <summary>Seconds that 95 of 100 first tokens came within, over the last minute.</summary>
    TimeToFirstToken,

    /// <summary>Requests being evaluated.</summary>
    Running,

    /// <summary>Requests waiting.</summary>
    Waiting,

    /// <summary>Seconds since the newest sample.</summary>
    SampleAge,

    /// <summary>Replicas whose token counters are live: what tells a true zero from a missing metric.</summary>
    ReportingReplicas,
}
