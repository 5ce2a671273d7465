namespace KubeOps.Abstractions.Builder;

/// <summary>Which of several instances works.</summary>
public enum LeaderElectionType
{
    /// <summary>All of them.</summary>
    None = 0,

    /// <summary>One, elected on a Lease.</summary>
    Single = 1,
}

/// <summary>Which changes of an object lead to a reconcile.</summary>
public enum ReconcileStrategy
{
    /// <summary>Only those that raise <c>metadata.generation</c>: the spec, not the status.</summary>
    ByGeneration = 0,

    /// <summary>Every change.</summary>
    ByResourceVersion = 1,
}
