using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Core.Sampling;
using LLama;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>Compiles grammars once, keeps the last ones, and gives every generation a copy of its own.</summary>
internal sealed class LlamaGrammars(LLamaWeights weights, ITokenizer tokenizer, TimeProvider time) : IGrammarCompiler
{
    private const int Kept = 64;
    private const string Root = "root";

    private readonly Lock _lock = new();

    /// <summary>By text, most recently used last.</summary>
    private readonly OrderedDictionary<string, SafeLLamaSamplerChainHandle> _compiled = new(StringComparer.Ordinal);

    public LlamaVocabulary Vocabulary { get; } = new(tokenizer, weights.Vocab.Count);

    /// <summary>For the engine thread.</summary>
    public LlamaCandidates Candidates { get; } = new(weights.Vocab.Count);

    public TimeProvider Time => time;

    public ITokenConstraint Compile(Grammar grammar)
    {
        ObjectDisposedException.ThrowIf(weights.NativeHandle.IsClosed, weights);
        var chain = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        try
        {
            chain.AddClone(Compiled(grammar.Gbnf), 0);
            return new LlamaConstraint(this, chain);
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }

    /// <summary>Never changed once it is compiled, so any thread may copy it. One that is forgotten is freed when nobody copies it any more.</summary>
    private SafeLLamaSamplerChainHandle Compiled(string text)
    {
        lock (_lock)
        {
            if (_compiled.Remove(text, out var known))
            {
                _compiled.Add(text, known);
                return known;
            }
        }

        var chain = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        try
        {
            chain.AddGrammar(weights.Vocab, GrammarText.Checked(text), Root);
        }
        catch
        {
            chain.Dispose();
            throw;
        }

        lock (_lock)
        {
            _compiled[text] = chain;
            if (_compiled.Count > Kept) _compiled.RemoveAt(0);
        }

        return chain;
    }
}
