using LLama.Abstractions;
using LLama.Native;

namespace LLama.Extensions;

/// <summary>From the parameters of a context to the library's own structure.</summary>
public static class IContextParamsExtensions
{
    public static void ToLlamaContextParams(this IContextParams @params, out LLamaContextParams result)
    {
        ArgumentNullException.ThrowIfNull(@params);
        result = LLamaContextParams.Default();
        result.n_ctx = @params.ContextSize ?? 0;
        result.n_batch = @params.BatchSize;
        result.n_ubatch = @params.UBatchSize;
        result.n_seq_max = @params.SeqMax;
        result.n_threads = Threads(@params.Threads);
        result.n_threads_batch = Threads(@params.BatchThreads);
        result.embeddings = @params.Embeddings;
        result.offload_kqv = !@params.NoKqvOffload;
        result.llama_flash_attn_type = FlashAttention(@params.FlashAttention);
        result.op_offload = @params.OpOffload ?? result.op_offload;
        result.swa_full = @params.SwaFull ?? result.swa_full;
        result.kv_unified = @params.KVUnified ?? result.kv_unified;
        result.type_k = @params.TypeK ?? GGMLType.GGML_TYPE_F16;
        result.type_v = @params.TypeV ?? GGMLType.GGML_TYPE_F16;
        result.rope_freq_base = @params.RopeFrequencyBase ?? 0;
        result.rope_freq_scale = @params.RopeFrequencyScale ?? 0;
        result.llama_pooling_type = @params.PoolingType;
        result.attention_type = @params.AttentionType;
    }

    /// <summary>Half of the processors where nothing is said: the other half are usually hyper-threads.</summary>
    private static int Threads(int? value) => value is > 0 and { } threads ? threads : Math.Max(Environment.ProcessorCount / 2, 1);

    private static LLamaFlashAttentionType FlashAttention(bool? value) => value switch
    {
        null => LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_AUTO,
        true => LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_ENABLED,
        false => LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_DISABLED,
    };
}
