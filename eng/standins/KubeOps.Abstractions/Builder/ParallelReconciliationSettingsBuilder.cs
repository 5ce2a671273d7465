namespace KubeOps.Abstractions.Builder;

/// <summary>Collects the settings of parallel reconciles.</summary>
public sealed class ParallelReconciliationSettingsBuilder
{
    public int MaxParallelReconciliations { get; set; } = Environment.ProcessorCount * 2;

    public int MaxErrorRetries { get; set; } = 5;

    public TimeSpan ErrorBackoffBase { get; set; } = TimeSpan.FromSeconds(2);

    public ParallelReconciliationSettings Build() => new()
    {
        MaxParallelReconciliations = MaxParallelReconciliations,
        MaxErrorRetries = MaxErrorRetries,
        ErrorBackoffBase = ErrorBackoffBase,
    };
}
