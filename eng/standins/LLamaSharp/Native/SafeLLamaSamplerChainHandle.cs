using LLama.Exceptions;

namespace LLama.Native;

/// <summary>Samplers, one after another. Not thread-safe.</summary>
public sealed unsafe class SafeLLamaSamplerChainHandle : SafeLLamaHandleBase
{
    /// <summary>Samplers in the chain.</summary>
    public int Count => Libllama.llama_sampler_chain_n(this);

    public static SafeLLamaSamplerChainHandle Create(LLamaSamplerChainParams @params)
    {
        var chain = new SafeLLamaSamplerChainHandle();
        chain.SetHandle(Libllama.llama_sampler_chain_init(@params));
        return chain.IsInvalid ? throw new RuntimeError("Failed to create sampler chain") : chain;
    }

    /// <summary>Adds a sampler that excludes tokens that a grammar does not allow. The vocabulary must outlive the chain.</summary>
    /// <exception cref="RuntimeError">The grammar is none; the log says why.</exception>
    public void AddGrammar(SafeLlamaModelHandle.Vocabulary vocab, string grammar, string root)
    {
        ArgumentNullException.ThrowIfNull(vocab);
        Add(Libllama.llama_sampler_init_grammar(vocab.Pointer, grammar, root));
    }

    /// <summary>Adds a copy of a sampler of another chain, in the state that one is in.</summary>
    public void AddClone(SafeLLamaSamplerChainHandle src, int index)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)src.Count, nameof(index));
        var added = false;
        try
        {
            src.DangerousAddRef(ref added);
            Add(Libllama.llama_sampler_clone(Libllama.llama_sampler_chain_get(src, index)));
        }
        finally
        {
            if (added) src.DangerousRelease();
        }
    }

    /// <summary>Lets every sampler change the candidates.</summary>
    public void Apply(ref LLamaTokenDataArrayNative candidates)
    {
        fixed (LLamaTokenDataArrayNative* array = &candidates) Libllama.llama_sampler_apply(this, array);
    }

    /// <summary>Tells every sampler which token was chosen. A token that a grammar does not allow ends the process.</summary>
    public void Accept(LLamaToken token) => Libllama.llama_sampler_accept(this, token);

    protected override bool ReleaseHandle()
    {
        Libllama.llama_sampler_free(handle);
        SetHandle(0);
        return true;
    }

    private void Add(nint sampler)
    {
        if (sampler == 0) throw new RuntimeError("Failed to create sampler");
        Libllama.llama_sampler_chain_add(this, sampler);
    }
}
