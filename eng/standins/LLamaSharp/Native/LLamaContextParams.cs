using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>llama_context_params as llama.cpp b8390 lays it out: 136 bytes on 64-bit machines.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LLamaContextParams
{
    /// <summary>KV cells; 0: as the model was trained for.</summary>
    public uint n_ctx;

    /// <summary>Most tokens of one decode call.</summary>
    public uint n_batch;

    /// <summary>Most tokens of one computation; a larger batch is cut.</summary>
    public uint n_ubatch;
    public uint n_seq_max;
    public int n_threads;
    public int n_threads_batch;
    public RopeScalingType rope_scaling_type;
    public LLamaPoolingType llama_pooling_type;
    public LLamaAttentionType attention_type;
    public LLamaFlashAttentionType llama_flash_attn_type;
    public float rope_freq_base;
    public float rope_freq_scale;
    public float yarn_ext_factor;
    public float yarn_attn_factor;
    public float yarn_beta_fast;
    public float yarn_beta_slow;
    public uint yarn_orig_ctx;
    public float defrag_threshold;
    public nint cb_eval;
    public nint cb_eval_user_data;
    public GGMLType type_k;
    public GGMLType type_v;
    public nint abort_callback;
    public nint abort_callback_user_data;
    private byte _embeddings;
    private byte _offloadKqv;
    private byte _noPerf;
    private byte _opOffload;
    private byte _swaFull;
    private byte _kvUnified;
    public nint samplers;
    public nuint n_samplers;

    public bool embeddings { readonly get => _embeddings != 0; set => _embeddings = ToByte(value); }

    public bool offload_kqv { readonly get => _offloadKqv != 0; set => _offloadKqv = ToByte(value); }

    public bool no_perf { readonly get => _noPerf != 0; set => _noPerf = ToByte(value); }

    public bool op_offload { readonly get => _opOffload != 0; set => _opOffload = ToByte(value); }

    public bool swa_full { readonly get => _swaFull != 0; set => _swaFull = ToByte(value); }

    /// <summary>One pool of cells for all sequences instead of an equal part for each.</summary>
    public bool kv_unified { readonly get => _kvUnified != 0; set => _kvUnified = ToByte(value); }

    public static LLamaContextParams Default() => Libllama.llama_context_default_params();

    private static byte ToByte(bool value) => value ? (byte)1 : (byte)0;
}
