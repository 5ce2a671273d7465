using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

/// <summary>A ComputePool with every default resolved. Money per GPU and hour in <see cref="Currency"/>.</summary>
public sealed record EffectivePool
{
    internal const string DefaultCurrency = "USD";

    public required string Name { get; init; }

    public required PoolType Type { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required IReadOnlyDictionary<string, string> NodeSelector { get; init; }

    public required IReadOnlyList<Toleration> Tolerations { get; init; }

    public required string GpuResource { get; init; }

    /// <summary>Null: what the nodes' labels say.</summary>
    public string? GpuProduct { get; init; }

    /// <summary>Bytes of one GPU; null: what the nodes' labels say.</summary>
    public long? GpuMemoryBytes { get; init; }

    /// <summary>GPUs of a node made on demand; null: what present nodes have.</summary>
    public int? GpusPerNode { get; init; }

    /// <summary>Null: what the nodes have for OnPremises and Dedicated, none for Cloud.</summary>
    public int? CommittedGpus { get; init; }

    /// <summary>Null: what the nodes have.</summary>
    public int? MaxGpus { get; init; }

    public required string Currency { get; init; }

    public decimal? GpuHour { get; init; }

    public required bool Spot { get; init; }

    public required decimal EnergyGpuHour { get; init; }

    public decimal? CapexPerGpu { get; init; }

    public required int LifetimeMonths { get; init; }

    public DateTimeOffset? TermEnds { get; init; }

    /// <summary>The provider bills at least this long for a node.</summary>
    public required TimeSpan MinimumBilling { get; init; }

    /// <summary>From asking for a replica to its first answer.</summary>
    public required TimeSpan LeadTime { get; init; }

    public required IReadOnlyList<string> Regions { get; init; }

    public required IReadOnlyList<string> DataClasses { get; init; }

    public required decimal InterruptionsPerHour { get; init; }

    public ModelCacheSpec? ModelCache { get; init; }

    public required int Weight { get; init; }

    /// <summary>Whether the node carries every label the pool asks for. A pool that asks for none has no nodes.</summary>
    public bool Selects(ObservedNode node) =>
        NodeSelector.Count > 0 && NodeSelector.All(wanted => node.Labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    /// <summary>Resolves a valid spec.</summary>
    /// <exception cref="FormatException">A value is malformed: validate first.</exception>
    public static EffectivePool Resolve(ObservedPool pool)
    {
        var spec = pool.Spec;
        return new()
        {
            Name = pool.Name,
            Type = spec.Type,
            Labels = pool.Labels,
            NodeSelector = spec.NodeSelector,
            Tolerations = spec.Tolerations ?? [],
            GpuResource = spec.Gpu.ResourceName ?? "nvidia.com/gpu",
            GpuProduct = spec.Gpu.Product,
            GpuMemoryBytes = spec.Gpu.Memory?.ToBytes(),
            GpusPerNode = spec.Gpu.PerNode,
            CommittedGpus = spec.Capacity?.CommittedGpus ?? (spec.Type == PoolType.Cloud ? 0 : null),
            MaxGpus = spec.Capacity?.MaxGpus,
            Currency = spec.Cost?.Currency ?? DefaultCurrency,
            GpuHour = spec.Cost?.GpuHour?.ToDecimal(),
            Spot = spec.Cost?.Spot ?? false,
            EnergyGpuHour = spec.Cost?.EnergyGpuHour?.ToDecimal() ?? 0,
            CapexPerGpu = spec.Cost?.CapexPerGpu?.ToDecimal(),
            LifetimeMonths = spec.Cost?.LifetimeMonths ?? 48,
            TermEnds = spec.Cost?.TermEnds,
            MinimumBilling = spec.Cost?.MinimumBilling?.ToTimeSpan() ?? TimeSpan.Zero,
            LeadTime = spec.LeadTime?.Scale?.ToTimeSpan() ?? TimeSpan.FromMinutes(spec.Type == PoolType.Cloud ? 5 : 1),
            Regions = spec.Regions ?? [],
            DataClasses = spec.DataClasses ?? [],
            InterruptionsPerHour = spec.InterruptionsPerHour?.ToDecimal() ?? 0,
            ModelCache = spec.ModelCache,
            Weight = spec.Weight ?? 0,
        };
    }
}
