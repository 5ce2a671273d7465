namespace KubeOps.Abstractions.Builder;

/// <summary>How the operator runs. Made by <see cref="OperatorSettingsBuilder"/>.</summary>
public sealed record OperatorSettings
{
    /// <summary>Names the lease, the meter and the activity source.</summary>
    public required string Name { get; init; }

    /// <summary>The one namespace to watch; null watches all.</summary>
    public string? Namespace { get; init; }

    public required LeaderElectionType LeaderElectionType { get; init; }

    public required TimeSpan LeaderElectionLeaseDuration { get; init; }

    public required TimeSpan LeaderElectionRenewDeadline { get; init; }

    public required TimeSpan LeaderElectionRetryPeriod { get; init; }

    public required ReconcileStrategy ReconcileStrategy { get; init; }

    public required ParallelReconciliationSettings ParallelReconciliation { get; init; }

    /// <summary>Whether every object gets the registered finalizers, by a full replace of the typed object.</summary>
    public required bool AutoAttachFinalizers { get; init; }

    /// <summary>Whether a finalizer that succeeded is removed, by a full replace of the typed object.</summary>
    public required bool AutoDetachFinalizers { get; init; }

    public required bool EnableMetrics { get; init; }
}
