using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Placement;

/// <summary>
/// GPUs and GPU memory of one replica:
/// <code>
/// total   = weights + context × sequences × KV bytes per token + overhead
/// overhead = 512 MiB a GPU (driver context, library workspaces) + 5 % of the weights (compute buffers, fragmentation)
/// per GPU = total / gpus        both weights and KV cells are split evenly by tensor and by pipeline parallelism
/// </code>
/// A draft model and adapters are not counted: their headers are not read. Declare <c>resources.gpuMemory</c> where they matter.
/// </summary>
public sealed record Footprint
{
    public const long OverheadPerGpu = 512L << 20;
    public const int OverheadPercentOfWeights = 5;

    /// <summary>At least 1; all on one node.</summary>
    public required int Gpus { get; init; }

    /// <summary>Bytes over all GPUs of the replica; null: the model's header has not been read.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>Bytes on each GPU, rounded up; null: unknown.</summary>
    public long? BytesPerGpu => TotalBytes is { } total ? (total + Gpus - 1) / Gpus : null;

    /// <param name="model">Facts from the model's header; null while they are not known. What the user declared goes before them.</param>
    public static Footprint Of(EffectiveSpec spec, ModelFacts? model) => new()
    {
        Gpus = spec.Resources.Gpus,
        TotalBytes = spec.Resources.GpuMemoryBytes ?? (model is null ? null : Derive(model, spec.Engine.TotalContextTokens, spec.Resources.Gpus)),
    };

    private static long Derive(ModelFacts model, long kvCells, int gpus) =>
        model.WeightBytes
        + (kvCells * model.KvBytesPerToken)
        + (OverheadPerGpu * gpus)
        + (model.WeightBytes * OverheadPercentOfWeights / 100);

    /// <summary>The facts a status remembers, so that a restarted operator need not read the header again; null where one is missing.</summary>
    public static ModelFacts? Remembered(ModelStatus? status) =>
        status is { Format: { } format, Architecture: { } architecture, WeightBytes: { } weights, FileBytes: { } file, ContextLength: { } context, KvBytesPerToken: { } kv }
            ? new()
            {
                Format = format,
                Architecture = architecture,
                Quantization = status.Quantization,
                ParameterCount = status.ParameterCount,
                WeightBytes = weights,
                FileBytes = file,
                ContextLength = context,
                KvBytesPerToken = kv,
            }
            : null;
}
