namespace LLama.Native;

/// <summary>How to load a model: llama_model_params with its callback as a delegate.</summary>
public unsafe struct LLamaModelParams
{
    /// <summary>Layers to keep in GPU memory; negative: all.</summary>
    public int n_gpu_layers;
    public GPUSplitMode split_mode;
    public int main_gpu;

    /// <summary>Share of each GPU; null: by free memory.</summary>
    public float* tensor_split;

    /// <summary>Told 0 … 1 while loading; false stops it.</summary>
    public LlamaProgressCallback? progress_callback;
    public void* progress_callback_user_data;

    /// <summary>Loads the vocabulary only, no weights.</summary>
    public bool vocab_only { get; set; }

    public bool use_mmap { get; set; }

    public bool use_direct_io { get; set; }

    public bool use_mlock { get; set; }

    public bool check_tensors { get; set; }

    public bool use_extra_bufts { get; set; }

    public bool no_host { get; set; }

    public bool no_alloc { get; set; }

    public static LLamaModelParams Default()
    {
        var native = Libllama.llama_model_default_params();
        return new LLamaModelParams
        {
            n_gpu_layers = native.GpuLayers,
            split_mode = native.SplitMode,
            main_gpu = native.MainGpu,
            vocab_only = native.VocabOnly != 0,
            use_mmap = native.UseMmap != 0,
            use_direct_io = native.UseDirectIO != 0,
            use_mlock = native.UseMlock != 0,
            check_tensors = native.CheckTensors != 0,
            use_extra_bufts = native.UseExtraBuffers != 0,
            no_host = native.NoHost != 0,
            no_alloc = native.NoAlloc != 0,
        };
    }
}
