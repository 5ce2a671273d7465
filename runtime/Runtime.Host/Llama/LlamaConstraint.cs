using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>A grammar of llama.cpp on its way through one generation.</summary>
/// <remarks>
/// llama.cpp ends the process over a token that its grammar does not allow, so every token is asked about before it is told. What it costs to go on depends
/// on how many ways to read the text are open; a grammar in which they multiply is given up before it holds up everybody else.
/// </remarks>
/// <param name="grammars">What all of them share.</param>
/// <param name="grammar">This one's own.</param>
/// <param name="controlTokens">Those that the grammar may spell; they have no bytes.</param>
internal sealed class LlamaConstraint(LlamaGrammars grammars, SafeLLamaSamplerChainHandle grammar, IReadOnlySet<int> controlTokens) : ITokenConstraint
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly LlamaVocabulary _vocabulary = grammars.Vocabulary;
    private sbyte _state = Utf8Steps.Between;

    public bool Allows(int token) =>
        MayFollow(token) && grammars.Candidates.Passes(grammar, token);

    public void Restrict(Span<float> logits)
    {
        var startedAt = grammars.Time.GetTimestamp();
        grammars.Candidates.Clear();
        for (var token = 0; token < logits.Length; token++)
        {
            if (float.IsNegativeInfinity(logits[token])) continue;
            if (MayFollow(token)) grammars.Candidates.Add(token);
            else logits[token] = float.NegativeInfinity;
        }

        grammars.Candidates.Restrict(grammar, logits);
        CheckTime(startedAt);
    }

    public void Accept(int token)
    {
        if (_vocabulary.IsEnd(token)) return;
        var startedAt = grammars.Time.GetTimestamp();
        if (!Allows(token)) throw new ArgumentException($"the grammar does not allow token {token}", nameof(token));
        grammar.Accept(token);
        if (!_vocabulary.IsInvisible(token)) _state = _vocabulary.After(_state, token);
        CheckTime(startedAt);
    }

    public void Dispose() => grammar.Dispose();

    private bool MayFollow(int token) => _vocabulary.IsEnd(token)
        || (_vocabulary.IsInvisible(token) ? _state == Utf8Steps.Between && controlTokens.Contains(token) : _vocabulary.After(_state, token) != Utf8Steps.Invalid);

    private void CheckTime(long startedAt)
    {
        if (grammars.Time.GetElapsedTime(startedAt) > Longest)
            throw new ConstraintException("the grammar can read the text in too many ways at once; make it less ambiguous");
    }
}
