using LLama.Exceptions;

namespace LLama.Native;

/// <summary>A context: KV cells and room to compute for one model. Not thread-safe.</summary>
public sealed unsafe class SafeLLamaContextHandle : SafeLLamaHandleBase
{
    private SafeLlamaModelHandle? _model;
    private int _vocabularySize;

    public SafeLlamaModelHandle ModelHandle => _model ?? throw new RuntimeError("the context has no model");

    public SafeLlamaModelHandle.Vocabulary Vocab => ModelHandle.Vocab;

    /// <summary>KV cells.</summary>
    public uint ContextSize => Libllama.llama_n_ctx(this);

    /// <summary>Most tokens of one <see cref="Decode"/>.</summary>
    public uint BatchSize => Libllama.llama_n_batch(this);

    public uint UBatchSize => Libllama.llama_n_ubatch(this);

    /// <summary>Length of an embedding.</summary>
    public int EmbeddingSize => ModelHandle.EmbeddingSize;

    /// <summary>How this context makes one embedding out of those of a sequence's tokens.</summary>
    public LLamaPoolingType PoolingType => Libllama.llama_pooling_type(this);

    public uint MaxSeq => Libllama.llama_n_seq_max(this);

    public int GenerationThreads
    {
        get => Libllama.llama_n_threads(this);
        set => Libllama.llama_set_n_threads(this, value, BatchThreads);
    }

    public int BatchThreads
    {
        get => Libllama.llama_n_threads_batch(this);
        set => Libllama.llama_set_n_threads(this, GenerationThreads, value);
    }

    public bool MemoryCanShift => Libllama.llama_memory_can_shift(Memory) != 0;

    private nint Memory => Libllama.llama_get_memory(this);

    /// <exception cref="RuntimeError">llama.cpp cannot make the context; the log says why.</exception>
    public static SafeLLamaContextHandle Create(SafeLlamaModelHandle model, LLamaContextParams lparams)
    {
        ArgumentNullException.ThrowIfNull(model);
        var context = new SafeLLamaContextHandle();
        context.SetHandle(Libllama.llama_init_from_model(model, lparams));
        if (context.IsInvalid) throw new RuntimeError("Failed to create context from model");

        // The model must outlive its contexts, in whatever order they are disposed.
        var added = false;
        model.DangerousAddRef(ref added);
        (context._model, context._vocabularySize) = (model, model.Vocab.Count);
        return context;
    }

    /// <summary>Evaluates a batch.</summary>
    public DecodeResult Decode(LLamaBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.TokenCount == 0 ? DecodeResult.Ok : (DecodeResult)batch.DecodeWith(this);
    }

    /// <summary>Logits after the <paramref name="i"/>-th token of the last batch; valid until the next one.</summary>
    /// <exception cref="GetLogitsInvalidIndexException">No logits were asked for there.</exception>
    public Span<float> GetLogitsIth(int i)
    {
        var logits = Libllama.llama_get_logits_ith(this, i);
        return logits is null ? throw new GetLogitsInvalidIndexException(i) : new Span<float>(logits, _vocabularySize);
    }

    /// <summary>The embedding after the <paramref name="pos"/>-th token of the last batch, without pooling; empty where there is none.</summary>
    public Span<float> GetEmbeddingsIth(LLamaPos pos) => Embedding(Libllama.llama_get_embeddings_ith(this, pos.Value));

    /// <summary>The pooled embedding of a sequence of the last batch; empty where there is none.</summary>
    public Span<float> GetEmbeddingsSeq(LLamaSeqId seq) => Embedding(Libllama.llama_get_embeddings_seq(this, seq));

    /// <summary>From the next batch on, evaluates with these adapters and no others.</summary>
    /// <exception cref="RuntimeError">The library refused them.</exception>
    public void SetLoraAdapters(params Span<(LoraAdapter Adapter, float Scale)> adapters)
    {
        var pointers = stackalloc nint[adapters.Length];
        var scales = stackalloc float[adapters.Length];
        for (var i = 0; i < adapters.Length; i++) (pointers[i], scales[i]) = (adapters[i].Adapter.Pointer, adapters[i].Scale);
        if (Libllama.llama_set_adapters_lora(this, pointers, (nuint)adapters.Length, scales) != 0) throw new RuntimeError("Failed to set LoRA adapters");
    }

    public void Synchronize() => Libllama.llama_synchronize(this);

    public void SetWarmup(bool value) => Libllama.llama_set_warmup(this, value ? (byte)1 : (byte)0);

    /// <summary>Frees every cell.</summary>
    public void MemoryClear(bool data = true) => Libllama.llama_memory_clear(Memory, data ? (byte)1 : (byte)0);

    /// <summary>Frees the cells of <paramref name="seq"/> at positions [p0, p1); −1 leaves that end open.</summary>
    public void MemorySequenceRemove(LLamaSeqId seq, LLamaPos p0, LLamaPos p1) => Libllama.llama_memory_seq_rm(Memory, seq, p0, p1);

    /// <summary>Lets <paramref name="dest"/> share the cells of <paramref name="src"/> at positions [p0, p1).</summary>
    public void MemorySequenceCopy(LLamaSeqId src, LLamaSeqId dest, LLamaPos p0, LLamaPos p1) => Libllama.llama_memory_seq_cp(Memory, src, dest, p0, p1);

    /// <summary>Frees the cells of every other sequence.</summary>
    public void MemorySequenceKeep(LLamaSeqId seq) => Libllama.llama_memory_seq_keep(Memory, seq);

    /// <summary>Moves the positions [p0, p1) by <paramref name="delta"/>.</summary>
    public void MemorySequenceAdd(LLamaSeqId seq, LLamaPos p0, LLamaPos p1, int delta) => Libllama.llama_memory_seq_add(Memory, seq, p0, p1, delta);

    /// <summary>The smallest position that has a cell; −1 without any.</summary>
    public LLamaPos MemorySequenceMinPosition(LLamaSeqId seq) => Libllama.llama_memory_seq_pos_min(Memory, seq);

    /// <summary>The largest position that has a cell; −1 without any.</summary>
    public LLamaPos MemorySequenceMaxPosition(LLamaSeqId seq) => Libllama.llama_memory_seq_pos_max(Memory, seq);

    private Span<float> Embedding(float* values) => values is null ? [] : new Span<float>(values, EmbeddingSize);

    protected override bool ReleaseHandle()
    {
        Libllama.llama_free(handle);
        SetHandle(0);
        _model?.DangerousRelease();
        return true;
    }
}
