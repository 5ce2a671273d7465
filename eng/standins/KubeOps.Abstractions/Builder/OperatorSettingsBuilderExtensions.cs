namespace KubeOps.Abstractions.Builder;

/// <summary>The settings as a chain of calls.</summary>
public static class OperatorSettingsBuilderExtensions
{
    public static OperatorSettingsBuilder WithName(this OperatorSettingsBuilder builder, string name) => builder.With(() => builder.Name = name);

    public static OperatorSettingsBuilder WithNamespace(this OperatorSettingsBuilder builder, string? ns) => builder.With(() => builder.Namespace = ns);

    public static OperatorSettingsBuilder WithLeaderElection(this OperatorSettingsBuilder builder, LeaderElectionType type) =>
        builder.With(() => builder.LeaderElectionType = type);

    /// <summary>Keep retryPeriod &lt; renewDeadline &lt; leaseDuration.</summary>
    public static OperatorSettingsBuilder WithLeaderElectionTimings(
        this OperatorSettingsBuilder builder, TimeSpan leaseDuration, TimeSpan renewDeadline, TimeSpan retryPeriod) =>
        builder.With(() => (builder.LeaderElectionLeaseDuration, builder.LeaderElectionRenewDeadline, builder.LeaderElectionRetryPeriod) =
            (leaseDuration, renewDeadline, retryPeriod));

    public static OperatorSettingsBuilder WithReconcileStrategy(this OperatorSettingsBuilder builder, ReconcileStrategy strategy) =>
        builder.With(() => builder.ReconcileStrategy = strategy);

    public static OperatorSettingsBuilder WithParallelReconciliation(
        this OperatorSettingsBuilder builder, Action<ParallelReconciliationSettingsBuilder> configure) =>
        builder.With(() => configure(builder.ParallelReconciliation));

    public static OperatorSettingsBuilder WithAutoAttachFinalizers(this OperatorSettingsBuilder builder, bool value = true) =>
        builder.With(() => builder.AutoAttachFinalizers = value);

    public static OperatorSettingsBuilder WithAutoDetachFinalizers(this OperatorSettingsBuilder builder, bool value = true) =>
        builder.With(() => builder.AutoDetachFinalizers = value);

    public static OperatorSettingsBuilder WithMetrics(this OperatorSettingsBuilder builder, bool value = true) => builder.With(() => builder.EnableMetrics = value);

    private static OperatorSettingsBuilder With(this OperatorSettingsBuilder builder, Action set)
    {
        set();
        return builder;
    }
}
