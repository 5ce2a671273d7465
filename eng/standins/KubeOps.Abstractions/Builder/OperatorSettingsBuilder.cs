namespace KubeOps.Abstractions.Builder;

/// <summary>Collects the settings of an operator; every setting has a default.</summary>
public sealed class OperatorSettingsBuilder
{
    public string Name { get; set; } = "KubernetesOperator";

    public string? Namespace { get; set; }

    public LeaderElectionType LeaderElectionType { get; set; } = LeaderElectionType.None;

    public TimeSpan LeaderElectionLeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    public TimeSpan LeaderElectionRenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    public TimeSpan LeaderElectionRetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    public ReconcileStrategy ReconcileStrategy { get; set; } = ReconcileStrategy.ByGeneration;

    public ParallelReconciliationSettingsBuilder ParallelReconciliation { get; set; } = new();

    public bool AutoAttachFinalizers { get; set; } = true;

    public bool AutoDetachFinalizers { get; set; } = true;

    public bool EnableMetrics { get; set; } = true;

    public OperatorSettings Build() => new()
    {
        Name = Name,
        Namespace = Namespace,
        LeaderElectionType = LeaderElectionType,
        LeaderElectionLeaseDuration = LeaderElectionLeaseDuration,
        LeaderElectionRenewDeadline = LeaderElectionRenewDeadline,
        LeaderElectionRetryPeriod = LeaderElectionRetryPeriod,
        ReconcileStrategy = ReconcileStrategy,
        ParallelReconciliation = ParallelReconciliation.Build(),
        AutoAttachFinalizers = AutoAttachFinalizers,
        AutoDetachFinalizers = AutoDetachFinalizers,
        EnableMetrics = EnableMetrics,
    };
}
