namespace InferOps.Runtime.Core.Sampling;

/// <summary>Which tokens one generation may choose next. Used by the engine thread alone, and disposed with the generation.</summary>
public interface ITokenConstraint : IDisposable
{
    /// <summary>Whether <paramref name="token"/> may come next. Changes nothing.</summary>
    bool Allows(int token);

    /// <summary>Sets the logits of tokens that may not come next to −∞.</summary>
    /// <param name="logits">One per token of the vocabulary.</param>
    void Restrict(Span<float> logits);

    /// <summary>The allowed <paramref name="token"/> was chosen.</summary>
    void Accept(int token);
}

/// <summary>Makes constraints from grammars. Thread-safe.</summary>
public interface IGrammarCompiler
{
    /// <exception cref="FormatException">The grammar is not one; the message says where.</exception>
    ITokenConstraint Compile(Grammar grammar);
}

/// <summary>A context-free grammar in llama.cpp's notation; its first symbol is <c>root</c>.</summary>
public sealed record Grammar(string Gbnf)
{
    /// <summary>Control tokens that may come where the grammar has their texts; no others may come at all.</summary>
    public IReadOnlySet<int> ControlTokens { get; init; } = new HashSet<int>();
}
