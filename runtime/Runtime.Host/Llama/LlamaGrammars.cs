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
        lock (_lock)
        {
            if (_compiled.Remove(grammar.Gbnf, out var known))
            {
                _compiled.Add(grammar.Gbnf, known);
                return Copy(known, grammar);
            }
        }

        var compiled = Parse(grammar.Gbnf);
        lock (_lock)
        {
            // Somebody else may have compiled it in the meantime.
            if (!_compiled.TryAdd(grammar.Gbnf, compiled)) compiled.Dispose();
            var copy = Copy(_compiled[grammar.Gbnf], grammar);
            if (_compiled.Count > Kept)
            {
                _compiled.GetAt(0).Value.Dispose();
                _compiled.RemoveAt(0);
            }

            return copy;
        }
    }

    /// <summary>Under the lock: nobody frees a grammar that is being copied.</summary>
    private LlamaConstraint Copy(SafeLLamaSamplerChainHandle compiled, Grammar grammar) =>
        new(this, Chain(chain => chain.AddClone(compiled, 0)), grammar.ControlTokens);

    private SafeLLamaSamplerChainHandle Parse(string text)
    {
        var canonical = GrammarText.Checked(text);
        return Chain(chain => chain.AddGrammar(weights.Vocab, canonical, Root));
    }

    private static SafeLLamaSamplerChainHandle Chain(Action<SafeLLamaSamplerChainHandle> fill)
    {
        var chain = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        try
        {
            fill(chain);
            return chain;
        }
        catch
        {
            chain.Dispose();
            throw;
        }
    }
}
