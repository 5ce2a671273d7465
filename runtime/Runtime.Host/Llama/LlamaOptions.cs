using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>How to load a model and make its context.</summary>
internal sealed record LlamaOptions
{
    public required string ModelFile { get; init; }

    /// <summary>A small model with the same vocabulary that guesses ahead; null for none.</summary>
    public string? DraftModelFile { get; init; }

    /// <summary>KV cells of the whole replica, shared by its sequences; null: the trained context, at most 8,192.</summary>
    public int? ContextTokens { get; init; }

    public int ParallelSequences { get; init; } = 8;

    /// <summary>Gives every sequence its equal part of the cells instead of one pool for all.</summary>
    public bool SeparateCells { get; init; }

    /// <summary>Layers in GPU memory; −1: all that there are.</summary>
    public int GpuLayers { get; init; } = -1;

    public GpuSplit Split { get; init; } = new();

    /// <summary>Threads that compute one token for each sequence. By default as many as the container has whole CPUs.</summary>
    public int Threads { get; init; } = CpuQuota.Threads();

    /// <summary>Threads that compute prompts; null: as many.</summary>
    public int? BatchThreads { get; init; }

    /// <summary>In the order of their adapter numbers.</summary>
    public IReadOnlyList<AdapterFile> Adapters { get; init; } = [];

    public EmbeddingOptions Embedding { get; init; } = new();

    /// <summary>Null: where the library has it for this model and device.</summary>
    public bool? FlashAttention { get; init; }

    /// <summary>Number format of the KV cells.</summary>
    public GGMLType KvType { get; init; } = GGMLType.GGML_TYPE_F16;
}

/// <summary>A LoRA adapter to load beside the model.</summary>
/// <param name="Name">The model name by which clients choose it.</param>
/// <param name="Path">The file (GGUF).</param>
/// <param name="Scale">How strongly it is applied, times what the file itself says.</param>
internal sealed record AdapterFile(string Name, string Path, float Scale = 1);

/// <summary>How a model is spread over several GPUs.</summary>
internal sealed record GpuSplit
{
    /// <summary>By layers: GPUs take turns, little is exchanged. By rows: all compute each layer, much is exchanged. Null: the library's choice, by layers.</summary>
    public GPUSplitMode? Mode { get; init; }

    /// <summary>Share of each GPU, in any unit; empty: by free memory.</summary>
    public IReadOnlyList<float> Shares { get; init; } = [];

    /// <summary>The GPU that takes what cannot be split, and everything where nothing is split.</summary>
    public int MainGpu { get; init; }
}
