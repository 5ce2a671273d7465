using System.Text;
using LLama.Native;

namespace LLama.Abstractions;

/// <summary>How to make a context. What is null is left to the model or the library.</summary>
public interface IContextParams
{
    /// <summary>KV cells.</summary>
    uint? ContextSize { get; }

    /// <summary>Most tokens of one decode call.</summary>
    uint BatchSize { get; }

    /// <summary>Most tokens of one computation.</summary>
    uint UBatchSize { get; }

    uint SeqMax { get; }

    int? Threads { get; }

    int? BatchThreads { get; }

    bool Embeddings { get; }

    bool NoKqvOffload { get; }

    bool? FlashAttention { get; }

    bool? OpOffload { get; }

    bool? SwaFull { get; }

    /// <summary>One pool of cells for all sequences instead of an equal part for each.</summary>
    bool? KVUnified { get; }

    GGMLType? TypeK { get; }

    GGMLType? TypeV { get; }

    float? RopeFrequencyBase { get; }

    float? RopeFrequencyScale { get; }

    LLamaPoolingType PoolingType { get; }

    LLamaAttentionType AttentionType { get; }

    Encoding Encoding { get; }
}
