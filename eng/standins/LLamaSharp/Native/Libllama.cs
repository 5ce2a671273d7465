using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>The C functions of llama.cpp b8390 that are used here. The first call loads the library.</summary>
internal static unsafe class Libllama
{
    private const string Name = NativeLibraryLoader.Llama;

    static Libllama() => NativeLibrary.SetDllImportResolver(typeof(Libllama).Assembly, NativeLibraryLoader.Resolve);

    [DllImport(Name)] public static extern byte llama_supports_gpu_offload();
    [DllImport(Name)] public static extern byte llama_supports_mmap();
    [DllImport(Name)] public static extern byte llama_supports_mlock();
    [DllImport(Name)] public static extern nuint llama_max_parallel_sequences();
    [DllImport(Name)] public static extern nuint llama_max_devices();
    [DllImport(Name)] public static extern byte* llama_print_system_info();

    [DllImport(Name)] public static extern NativeModelParams llama_model_default_params();
    [DllImport(Name)] public static extern nint llama_model_load_from_file([MarshalAs(UnmanagedType.LPUTF8Str)] string path, NativeModelParams parameters);
    [DllImport(Name)] public static extern void llama_model_free(nint model);
    [DllImport(Name)] public static extern nint llama_model_get_vocab(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern int llama_model_n_ctx_train(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern int llama_model_n_embd(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern int llama_model_n_layer(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern int llama_model_n_head(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern int llama_model_n_head_kv(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern ulong llama_model_size(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern ulong llama_model_n_params(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern byte llama_model_has_encoder(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern byte llama_model_has_decoder(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern byte llama_model_is_recurrent(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern int llama_model_desc(SafeLlamaModelHandle model, byte* buffer, nuint length);
    [DllImport(Name)] public static extern int llama_model_meta_count(SafeLlamaModelHandle model);
    [DllImport(Name)] public static extern int llama_model_meta_key_by_index(SafeLlamaModelHandle model, int index, byte* buffer, nuint length);
    [DllImport(Name)] public static extern int llama_model_meta_val_str_by_index(SafeLlamaModelHandle model, int index, byte* buffer, nuint length);
    [DllImport(Name)] public static extern int llama_model_meta_val_str(
        SafeLlamaModelHandle model, [MarshalAs(UnmanagedType.LPUTF8Str)] string key, byte* buffer, nuint length);
    [DllImport(Name)] public static extern byte* llama_model_chat_template(SafeLlamaModelHandle model, [MarshalAs(UnmanagedType.LPUTF8Str)] string? name);

    [DllImport(Name)] public static extern LLamaContextParams llama_context_default_params();
    [DllImport(Name)] public static extern nint llama_init_from_model(SafeLlamaModelHandle model, LLamaContextParams parameters);
    [DllImport(Name)] public static extern void llama_free(nint context);
    [DllImport(Name)] public static extern uint llama_n_ctx(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern uint llama_n_batch(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern uint llama_n_ubatch(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern uint llama_n_seq_max(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern int llama_n_threads(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern int llama_n_threads_batch(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern void llama_set_n_threads(SafeLLamaContextHandle context, int threads, int batchThreads);
    [DllImport(Name)] public static extern int llama_decode(SafeLLamaContextHandle context, LLamaNativeBatch batch);
    [DllImport(Name)] public static extern float* llama_get_logits_ith(SafeLLamaContextHandle context, int index);
    [DllImport(Name)] public static extern float* llama_get_embeddings_ith(SafeLLamaContextHandle context, int index);
    [DllImport(Name)] public static extern float* llama_get_embeddings_seq(SafeLLamaContextHandle context, LLamaSeqId sequence);
    [DllImport(Name)] public static extern LLamaPoolingType llama_pooling_type(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern nint llama_adapter_lora_init(SafeLlamaModelHandle model, [MarshalAs(UnmanagedType.LPUTF8Str)] string path);
    [DllImport(Name)] public static extern int llama_set_adapters_lora(SafeLLamaContextHandle context, nint* adapters, nuint count, float* scales);
    [DllImport(Name)] public static extern void llama_synchronize(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern void llama_set_warmup(SafeLLamaContextHandle context, byte warmup);

    [DllImport(Name)] public static extern nint llama_get_memory(SafeLLamaContextHandle context);
    [DllImport(Name)] public static extern void llama_memory_clear(nint memory, byte data);
    [DllImport(Name)] public static extern byte llama_memory_seq_rm(nint memory, LLamaSeqId sequence, LLamaPos from, LLamaPos to);
    [DllImport(Name)] public static extern void llama_memory_seq_cp(nint memory, LLamaSeqId source, LLamaSeqId target, LLamaPos from, LLamaPos to);
    [DllImport(Name)] public static extern void llama_memory_seq_keep(nint memory, LLamaSeqId sequence);
    [DllImport(Name)] public static extern void llama_memory_seq_add(nint memory, LLamaSeqId sequence, LLamaPos from, LLamaPos to, int delta);
    [DllImport(Name)] public static extern LLamaPos llama_memory_seq_pos_min(nint memory, LLamaSeqId sequence);
    [DllImport(Name)] public static extern LLamaPos llama_memory_seq_pos_max(nint memory, LLamaSeqId sequence);
    [DllImport(Name)] public static extern byte llama_memory_can_shift(nint memory);

    [DllImport(Name)] public static extern LLamaVocabType llama_vocab_type(nint vocabulary);
    [DllImport(Name)] public static extern int llama_vocab_n_tokens(nint vocabulary);
    [DllImport(Name)] public static extern LLamaToken llama_vocab_bos(nint vocabulary);
    [DllImport(Name)] public static extern LLamaToken llama_vocab_eos(nint vocabulary);
    [DllImport(Name)] public static extern LLamaToken llama_vocab_eot(nint vocabulary);
    [DllImport(Name)] public static extern LLamaToken llama_vocab_nl(nint vocabulary);
    [DllImport(Name)] public static extern LLamaToken llama_vocab_pad(nint vocabulary);
    [DllImport(Name)] public static extern byte llama_vocab_get_add_bos(nint vocabulary);
    [DllImport(Name)] public static extern byte llama_vocab_get_add_eos(nint vocabulary);
    [DllImport(Name)] public static extern byte llama_vocab_is_eog(nint vocabulary, LLamaToken token);
    [DllImport(Name)] public static extern LLamaTokenAttr llama_vocab_get_attr(nint vocabulary, LLamaToken token);
    [DllImport(Name)] public static extern int llama_token_to_piece(nint vocabulary, LLamaToken token, byte* buffer, int length, int lstrip, byte special);
    [DllImport(Name)] public static extern int llama_tokenize(
        nint vocabulary, byte* text, int textLength, LLamaToken* tokens, int tokensLength, byte addSpecial, byte parseSpecial);

    [DllImport(Name)] public static extern LLamaSamplerChainParams llama_sampler_chain_default_params();
    [DllImport(Name)] public static extern nint llama_sampler_chain_init(LLamaSamplerChainParams parameters);
    [DllImport(Name)] public static extern void llama_sampler_chain_add(SafeLLamaSamplerChainHandle chain, nint sampler);
    [DllImport(Name)] public static extern nint llama_sampler_chain_get(SafeLLamaSamplerChainHandle chain, int index);
    [DllImport(Name)] public static extern int llama_sampler_chain_n(SafeLLamaSamplerChainHandle chain);
    [DllImport(Name)] public static extern nint llama_sampler_clone(nint sampler);
    [DllImport(Name)] public static extern void llama_sampler_free(nint sampler);
    [DllImport(Name)] public static extern void llama_sampler_apply(SafeLLamaSamplerChainHandle chain, LLamaTokenDataArrayNative* candidates);
    [DllImport(Name)] public static extern void llama_sampler_accept(SafeLLamaSamplerChainHandle chain, LLamaToken token);
    [DllImport(Name)] public static extern nint llama_sampler_init_grammar(
        nint vocabulary, [MarshalAs(UnmanagedType.LPUTF8Str)] string grammar, [MarshalAs(UnmanagedType.LPUTF8Str)] string root);
}
