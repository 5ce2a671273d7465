using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Entities;

namespace InferOps.Operator.Host.Live;

/// <summary>An InferenceService as decisions see it, and as KubeOps queues it.</summary>
internal sealed record ServiceEntity(ObservedService Observed, V1Alpha1InferenceService Entity);

/// <summary>A ComputePool as decisions see it, and as KubeOps queues it.</summary>
internal sealed record PoolEntity(ObservedPool Observed, V1Alpha1ComputePool Entity)
{
    /// <summary>Its status is our own writing and changes no decision.</summary>
    public static bool SameSpec(PoolEntity? a, PoolEntity? b) =>
        a is not null && b is not null && a.Observed.Generation == b.Observed.Generation && a.Observed.Labels.OrderBy(label => label.Key).SequenceEqual(b.Observed.Labels.OrderBy(label => label.Key));
}

/// <summary>An InferenceEngine as decisions see it, and as KubeOps queues it.</summary>
internal sealed record EngineEntity(ObservedEngine Observed, V1Alpha1InferenceEngine Entity)
{
    /// <summary>Its status is our own writing and changes no decision.</summary>
    public static bool SameSpec(EngineEntity? a, EngineEntity? b) => a?.Observed.Generation == b?.Observed.Generation;
}

internal static class EntityProjection
{
    private static readonly Dictionary<string, string> NoLabels = [];

    public static ObjectKey KeyOf(V1Alpha1InferenceService entity) => new(entity.Metadata.NamespaceProperty ?? "", entity.Metadata.Name);

    public static ServiceEntity Observe(V1Alpha1InferenceService entity) => new(
        new()
        {
            Key = KeyOf(entity),
            Uid = entity.Metadata.Uid ?? "",
            Generation = entity.Metadata.Generation ?? 0,
            ResourceVersion = long.TryParse(entity.Metadata.ResourceVersion, out var version) ? version : 0,
            Deleting = entity.Metadata.DeletionTimestamp is not null,
            Spec = entity.Spec,
            Status = entity.Status ?? new(),
        },
        entity);

    public static PoolEntity Observe(V1Alpha1ComputePool entity) => new(
        new()
        {
            Name = entity.Metadata.Name,
            Generation = entity.Metadata.Generation ?? 0,
            Labels = new Dictionary<string, string>(entity.Metadata.Labels ?? NoLabels),
            Spec = entity.Spec,
            Status = entity.Status ?? new(),
        },
        entity);

    public static EngineEntity Observe(V1Alpha1InferenceEngine entity) => new(
        new()
        {
            Name = entity.Metadata.Name,
            Generation = entity.Metadata.Generation ?? 0,
            Spec = entity.Spec,
            Status = entity.Status ?? new(),
        },
        entity);
}
