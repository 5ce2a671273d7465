using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>Memory in which tokens are shown to a grammar. The engine thread has one for all grammars.</summary>
internal sealed class LlamaCandidates(int vocabularySize)
{
    private readonly LLamaTokenData[] _all = new LLamaTokenData[vocabularySize];
    private readonly LLamaTokenData[] _one = new LLamaTokenData[1];
    private int _count;

    public void Clear() => _count = 0;

    public void Add(int token) => _all[_count++] = new LLamaTokenData(token, 0, 0);

    /// <summary>Whether a grammar lets one token through.</summary>
    public bool Passes(SafeLLamaSamplerChainHandle grammar, int token)
    {
        _one[0] = new LLamaTokenData(token, 0, 0);
        Apply(grammar, _one);
        return _one[0].Logit == 0;
    }

    /// <summary>Shows the grammar the tokens added, and sets the logits of those that it refuses to −∞.</summary>
    public void Restrict(SafeLLamaSamplerChainHandle grammar, Span<float> logits)
    {
        if (_count == 0) return;
        Apply(grammar, _all.AsMemory(0, _count));
        foreach (var candidate in _all.AsSpan(0, _count))
            if (candidate.Logit != 0) logits[(int)candidate.ID] = float.NegativeInfinity;
    }

    private static void Apply(SafeLLamaSamplerChainHandle grammar, Memory<LLamaTokenData> candidates)
    {
        using var pinned = LLamaTokenDataArrayNative.Create(new LLamaTokenDataArray(candidates), out var native);
        grammar.Apply(ref native);
    }
}
