using InferOps.Runtime.Contract;
using LLama.Common;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>From options and the model's header to the parameters of the library.</summary>
internal static class LlamaParameters
{
    private const int DefaultContextTokens = 8192;
    private const int MostBatchTokens = 512;
    private const int MostEmbeddingTokens = 2048;
    private const uint MostEmbeddingInputs = 64;

    /// <summary>Sequence ids for each sequence that runs: the surplus holds on to prompts that may come again. An id costs one row of logits.</summary>
    private const int IdsPerSequence = 4;

    /// <exception cref="InvalidDataException">The options ask for what the library cannot do; the message says which.</exception>
    public static ModelParams Build(LlamaOptions options, ModelFacts facts)
    {
        var cells = options.ContextTokens ?? (int)Math.Min(facts.ContextLength, DefaultContextTokens);
        var batch = (uint)Math.Min(cells, MostBatchTokens);
        if (options.ParallelSequences > NativeApi.llama_max_parallel_sequences())
            throw new InvalidDataException($"{options.ParallelSequences} parallel sequences are more than the {NativeApi.llama_max_parallel_sequences()} that one context can hold");
        var parameters = new ModelParams(options.ModelFile)
        {
            ContextSize = (uint)cells,
            BatchSize = batch,
            UBatchSize = batch,
            SeqMax = (uint)options.ParallelSequences,
            // One pool of cells: sequences of any length share it, and copying a prefix costs nothing. But the kernels of a CPU look at every cell of the pool
            // for every token, if only to see that it is another sequence's: with many short sequences, cells of their own are a third faster.
            KVUnified = !options.SeparateCells,
            FlashAttention = options.FlashAttention ?? (NeedsFlashAttention(options.KvType) ? true : null),
            TypeK = options.KvType,
            TypeV = options.KvType,
            GpuLayerCount = options.GpuLayers,
            SplitMode = options.Split.Mode,
            MainGpu = options.Split.MainGpu,
            Threads = options.Threads,
            BatchThreads = options.BatchThreads ?? options.Threads,
        };
        Share(options.Split, parameters);
        return parameters;
    }

    /// <summary>Parameters of a context that embeds: a text is pooled within one computation, so everything fits into one.</summary>
    public static ModelParams BuildEmbedding(LlamaOptions options, LLamaPoolingType pooling, ModelFacts facts)
    {
        var tokens = (uint)Math.Min(options.Embedding.MaxTokens ?? MostEmbeddingTokens, facts.ContextLength);
        return new ModelParams(options.ModelFile)
        {
            ContextSize = tokens,
            BatchSize = tokens,
            UBatchSize = tokens,
            SeqMax = Math.Min(MostEmbeddingInputs, tokens),
            KVUnified = true,
            Embeddings = true,
            PoolingType = pooling,
            FlashAttention = options.FlashAttention,
            Threads = options.BatchThreads ?? options.Threads,
            BatchThreads = options.BatchThreads ?? options.Threads,
        };
    }

    /// <summary>Ids of a context whose sequences take cells from one pool, where holding on to a prompt costs nothing but its cells.</summary>
    public static int SequenceIds(int parallelSequences) =>
        (int)Math.Min(parallelSequences * (long)IdsPerSequence, NativeApi.llama_max_parallel_sequences());

    /// <summary>Bytes of one KV cell: the header is summed up for numbers of two bytes.</summary>
    public static long KvBytesPerToken(LlamaOptions options, ModelFacts facts) => options.KvType switch
    {
        GGMLType.GGML_TYPE_F32 => facts.KvBytesPerToken * 2,
        // Blocks of 32 bytes with a scale of two.
        GGMLType.GGML_TYPE_Q8_0 => facts.KvBytesPerToken * 34 / 64,
        _ => facts.KvBytesPerToken,
    };

    /// <summary>The library reads quantised values in that kernel only.</summary>
    private static bool NeedsFlashAttention(GGMLType type) => type == GGMLType.GGML_TYPE_Q8_0;

    private static void Share(GpuSplit split, ModelParams parameters)
    {
        if (split.Shares.Count > parameters.TensorSplits.Length)
            throw new InvalidDataException($"{split.Shares.Count} shares are more than the {parameters.TensorSplits.Length} GPUs that the library knows");
        for (var gpu = 0; gpu < split.Shares.Count; gpu++) parameters.TensorSplits[gpu] = split.Shares[gpu];
    }
}
