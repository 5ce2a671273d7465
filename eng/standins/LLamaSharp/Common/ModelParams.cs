using System.Text;
using LLama.Abstractions;
using LLama.Native;

namespace LLama.Common;

/// <summary>Parameters of a model and of its context, with the package's defaults.</summary>
public record ModelParams : ILLamaParams
{
    public ModelParams(string modelPath) => ModelPath = modelPath;

    public string ModelPath { get; set; }

    public int GpuLayerCount { get; set; } = 20;

    public int MainGpu { get; set; }

    public GPUSplitMode? SplitMode { get; set; }

    public TensorSplitsCollection TensorSplits { get; set; } = new();

    public bool UseMemorymap { get; set; } = true;

    public bool UseMemoryLock { get; set; }

    public bool UseDirectIO { get; set; }

    public bool VocabOnly { get; set; }

    public bool CheckTensors { get; }

    public uint? ContextSize { get; set; }

    public uint BatchSize { get; set; } = 512;

    public uint UBatchSize { get; set; } = 512;

    public uint SeqMax { get; set; } = 1;

    public int? Threads { get; set; }

    public int? BatchThreads { get; set; }

    public bool Embeddings { get; set; }

    public bool NoKqvOffload { get; set; }

    public bool? FlashAttention { get; set; }

    public bool? OpOffload { get; set; }

    public bool? SwaFull { get; set; }

    public bool? KVUnified { get; set; }

    public GGMLType? TypeK { get; set; }

    public GGMLType? TypeV { get; set; }

    public float? RopeFrequencyBase { get; set; }

    public float? RopeFrequencyScale { get; set; }

    public LLamaPoolingType PoolingType { get; set; } = LLamaPoolingType.Unspecified;

    public LLamaAttentionType AttentionType { get; set; } = LLamaAttentionType.Unspecified;

    public Encoding Encoding { get; set; } = Encoding.UTF8;
}
