using System.Runtime.InteropServices;
using System.Text;
using LLama.Exceptions;

namespace LLama.Native;

/// <summary>A loaded model. Contexts made from it keep it alive until they are disposed.</summary>
public sealed unsafe partial class SafeLlamaModelHandle : SafeLLamaHandleBase
{
    private delegate int ReadText(byte* buffer, nuint length);

    private Vocabulary? _vocabulary;

    /// <summary>The context length the model was trained for.</summary>
    public int ContextSize => Libllama.llama_model_n_ctx_train(this);

    public int EmbeddingSize => Libllama.llama_model_n_embd(this);

    public int LayerCount => Libllama.llama_model_n_layer(this);

    public int HeadCount => Libllama.llama_model_n_head(this);

    public int KVHeadCount => Libllama.llama_model_n_head_kv(this);

    public ulong SizeInBytes => Libllama.llama_model_size(this);

    public ulong ParameterCount => Libllama.llama_model_n_params(this);

    public bool HasEncoder => Libllama.llama_model_has_encoder(this) != 0;

    public bool HasDecoder => Libllama.llama_model_has_decoder(this) != 0;

    public bool IsRecurrent => Libllama.llama_model_is_recurrent(this) != 0;

    public string Description => Encoding.UTF8.GetString(Read((buffer, length) => Libllama.llama_model_desc(this, buffer, length))!.Value.Span);

    public int MetadataCount => Libllama.llama_model_meta_count(this);

    public Vocabulary Vocab => _vocabulary ??= new Vocabulary(this);

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="LoadWeightsFailedException">llama.cpp cannot load it; the log says why.</exception>
    public static SafeLlamaModelHandle LoadFromFile(string modelPath, LLamaModelParams lparams)
    {
        using (File.Open(modelPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            // Opened to tell a missing or unreadable file from a damaged one.
        }

        var model = new SafeLlamaModelHandle();
        model.SetHandle(Libllama.llama_model_load_from_file(modelPath, NativeModelParams.From(lparams)));
        GC.KeepAlive(lparams.progress_callback);
        return model.IsInvalid ? throw new LoadWeightsFailedException(modelPath) : model;
    }

    /// <summary>Loads a LoRA adapter. It belongs to the model and is freed with it.</summary>
    /// <exception cref="LoadWeightsFailedException">llama.cpp cannot load it for this model; the log says why.</exception>
    public LoraAdapter LoadLoraFromFile(string path)
    {
        path = Path.GetFullPath(path);
        using (File.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            // Opened to tell a missing or unreadable file from a damaged one.
        }

        var adapter = Libllama.llama_adapter_lora_init(this, path);
        return adapter == 0 ? throw new LoadWeightsFailedException(path) : new LoraAdapter(this, path, adapter);
    }

    public SafeLLamaContextHandle CreateContext(LLamaContextParams @params) => SafeLLamaContextHandle.Create(this, @params);

    /// <summary>The chat template in the file.</summary>
    /// <exception cref="TemplateNotFoundException">There is none of that name, and <paramref name="strict"/>.</exception>
    public string? GetTemplate(string? name = null, bool strict = true)
    {
        var template = Marshal.PtrToStringUTF8((nint)Libllama.llama_model_chat_template(this, name));
        return template is null && strict ? throw new TemplateNotFoundException(name ?? "default template") : template;
    }

    public Memory<byte>? MetadataKeyByIndex(int index) => Read((buffer, length) => Libllama.llama_model_meta_key_by_index(this, index, buffer, length));

    public Memory<byte>? MetadataValueByIndex(int index) => Read((buffer, length) => Libllama.llama_model_meta_val_str_by_index(this, index, buffer, length));

    public Memory<byte>? MetadataValueByKey(string key) => Read((buffer, length) => Libllama.llama_model_meta_val_str(this, key, buffer, length));

    /// <summary>Writes the bytes of a token's text.</summary>
    /// <returns>The text's length in bytes; nothing is written when <paramref name="dest"/> is shorter.</returns>
    public uint TokenToSpan(LLamaToken token, Span<byte> dest, int lstrip = 0, bool special = false)
    {
        fixed (byte* buffer = dest)
            return (uint)Math.Abs(Libllama.llama_token_to_piece(Vocab.Pointer, token, buffer, dest.Length, lstrip, special ? (byte)1 : (byte)0));
    }

    /// <param name="text">The text.</param>
    /// <param name="addBos">Adds the tokens that the model wants at the ends.</param>
    /// <param name="special">Reads the names of control tokens as those tokens.</param>
    /// <param name="encoding">Must be UTF-8: the library knows no other.</param>
    public LLamaToken[] Tokenize(string text, bool addBos, bool special, Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(encoding);
        if (text.Length == 0 && !addBos) return [];
        var bytes = encoding.GetBytes(text);
        var (add, parse) = (addBos ? (byte)1 : (byte)0, special ? (byte)1 : (byte)0);
        // A token covers at least one byte, but for the two at the ends.
        var tokens = new LLamaToken[bytes.Length + 2];
        int count;
        fixed (byte* source = bytes)
        fixed (LLamaToken* target = tokens)
        {
            count = Libllama.llama_tokenize(Vocab.Pointer, source, bytes.Length, target, tokens.Length, add, parse);
            if (count >= 0) return tokens[..count];
        }

        tokens = new LLamaToken[-count];
        fixed (byte* source = bytes)
        fixed (LLamaToken* target = tokens)
            return tokens[..Libllama.llama_tokenize(Vocab.Pointer, source, bytes.Length, target, tokens.Length, add, parse)];
    }

    protected override bool ReleaseHandle()
    {
        Libllama.llama_model_free(handle);
        SetHandle(0);
        return true;
    }

    /// <summary>The functions say how long the text is even where it does not fit; without one they return −1.</summary>
    private static Memory<byte>? Read(ReadText read)
    {
        var bytes = new byte[256];
        while (true)
        {
            fixed (byte* buffer = bytes)
            {
                var length = read(buffer, (nuint)bytes.Length);
                if (length < 0) return null;
                if (length < bytes.Length) return bytes.AsMemory(0, length);
                bytes = new byte[length + 1];
            }
        }
    }
}
