using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>One request's tokens on their way through the cache. Belongs to the engine thread.</summary>
internal sealed class Sequence(Generation generation)
{
    private readonly List<int> _tokens = [.. generation.Request.Prompt.Span];
    private bool _wasPlaced;

    public Generation Generation { get; } = generation;

    public GenerationRequest Request => Generation.Request;

    public Sampler Sampler { get; } = new(generation.Request.Sampling, generation.Request.Prompt.Span, generation.Request.Constraint);

    /// <summary>Where it runs; null while it waits.</summary>
    public Slot? Slot { get; set; }

    /// <summary>True once it is known which of its tokens are in the cache already, and it may evaluate the rest.</summary>
    public bool IsPlaced { get; private set; }

    /// <summary>Tokens whose cells are in the cache.</summary>
    public int Evaluated { get; private set; }

    /// <summary>Prompt tokens already reported as evaluated: a preempted sequence evaluates them again, but they are served once.</summary>
    public int PromptReported { get; set; }

    /// <summary>When the last token was generated; null before the first.</summary>
    public long? LastTokenAt { get; set; }

    /// <summary>Prompt and generated tokens; valid until the next <see cref="Append"/>.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>Tokens to catch up with before the next one can be chosen.</summary>
    public int Pending => _tokens.Count - Evaluated;

    public int Generated => _tokens.Count - Request.Prompt.Length;

    public TokenUsage Usage => new(Request.Prompt.Length, Generation.CachedPromptTokens, Generated);

    public void Append(int token) => _tokens.Add(token);

    public void Advance(int evaluated) => Evaluated += evaluated;

    /// <summary>Begins after the first <paramref name="shared"/> tokens. Counted as cached only when they never were evaluated for this request.</summary>
    public void Place(int shared)
    {
        (IsPlaced, Evaluated) = (true, shared);
        if (!_wasPlaced) Generation.CachedPromptTokens = shared;
        _wasPlaced = true;
    }

    /// <summary>Loses its cells, and has to evaluate its tokens again.</summary>
    public void Displace() => (IsPlaced, Evaluated) = (false, 0);

    /// <summary>Ends it: its constraint's native memory is freed, and its caller hears how it ended.</summary>
    public void Complete(GenerationEvent last)
    {
        Sampler.Dispose();
        Generation.Complete(last);
    }

    /// <summary>Tokens at the beginning that <paramref name="other"/> begins with too, all but the last: its logits must be computed.</summary>
    public int CommonWith(ReadOnlySpan<int> other) => Tokens[..^1].CommonPrefixLength(other);
}
