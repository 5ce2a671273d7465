namespace InferOps.Operator.Core.Status;

/// <summary>The closed set of condition types.</summary>
public static class ConditionTypes
{
    /// <summary>Summary: the service does what its spec says, for this generation.</summary>
    public const string Ready = "Ready";

    public const string SpecValid = "SpecValid";

    /// <summary>Every replica has a pool.</summary>
    public const string Placed = "Placed";

    /// <summary>At least one replica answers.</summary>
    public const string Available = "Available";

    public const string MetricsAvailable = "MetricsAvailable";

    public const string ScalingActive = "ScalingActive";

    /// <summary>A human is needed. The only condition of which <c>True</c> is bad.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Other commitments would be cheaper. <c>True</c> is neither good nor bad: nothing is bought, rented or given back by itself.</summary>
    public const string CommitmentAdvice = "CommitmentAdvice";
}
