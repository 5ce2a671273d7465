using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

/// <summary>Resources of one replica.</summary>
public sealed record EffectiveResources
{
    /// <summary>At least 1.</summary>
    public required int Gpus { get; init; }

    public required int TensorParallel { get; init; }

    public required int PipelineParallel { get; init; }

    /// <summary>Empty: any product.</summary>
    public required IReadOnlyList<string> GpuProducts { get; init; }

    /// <summary>Bytes over all GPUs of the replica as the user declared them; null: derived from the model.</summary>
    public long? GpuMemoryBytes { get; init; }

    /// <summary>Requests of CPU and memory. Modest, because the model lies on the GPU; a pod without requests would be the first to be evicted.</summary>
    public required Quantity Cpu { get; init; }

    public required Quantity Memory { get; init; }

    /// <summary>With only gpus given, the model is split over them by tensor, which every engine we ship does within a node.</summary>
    internal static EffectiveResources Resolve(ResourcesSpec? resources)
    {
        var pipeline = resources?.Parallelism?.Pipeline ?? 1;
        var tensor = resources?.Parallelism?.Tensor ?? (resources?.Parallelism is null ? resources?.Gpus ?? 1 : 1);
        return new()
        {
            Gpus = resources?.Gpus ?? tensor * pipeline,
            TensorParallel = tensor,
            PipelineParallel = pipeline,
            GpuProducts = resources?.GpuProducts ?? [],
            GpuMemoryBytes = resources?.GpuMemory?.ToBytes(),
            Cpu = resources?.Cpu ?? "1",
            Memory = resources?.Memory ?? "4Gi",
        };
    }
}
