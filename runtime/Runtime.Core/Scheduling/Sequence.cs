using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Speculation;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>One request's tokens on their way through the cache. Belongs to the engine thread.</summary>
/// <param name="generation">Who hears of its tokens.</param>
/// <param name="arrival">Grows with every request.</param>
internal sealed class Sequence(Generation generation, long arrival)
{
    // Room for a little growth before anything runs, so that a running sequence's next tokens rarely cost an allocation.
    private const int MostSpareTokens = 256;

    private readonly List<int> _tokens = Begin(generation.Request);

    public Generation Generation { get; } = generation;

    public GenerationRequest Request => Generation.Request;

    /// <summary>Its place among those of its priority: the smallest came first.</summary>
    public long Arrival { get; } = arrival;

    public Sampler Sampler { get; } = new(generation.Request.Sampling, generation.Request.Prompt.Span, generation.Request.Constraint);

    /// <summary>Whose cells it writes; null while it waits to start or to be placed.</summary>
    public Slot? Slot { get; set; }

    /// <summary>True once it is known which of its tokens are in the cache already, and it may evaluate the rest.</summary>
    public bool IsPlaced { get; private set; }

    /// <summary>How often it was placed; more than once when it was preempted.</summary>
    public int Placements { get; private set; }

    /// <summary>Tokens whose cells are in the cache.</summary>
    public int Evaluated { get; private set; }

    /// <summary>Cells it is expected to need that nobody has yet; meaningful until it is placed.</summary>
    public int Claim { get; set; }

    /// <summary>Prompt tokens already reported as evaluated: a preempted sequence evaluates them again, but they are served once.</summary>
    public int PromptReported { get; set; }

    /// <summary>When the last token was generated; null before the first.</summary>
    public long? LastTokenAt { get; set; }

    /// <summary>What is guessed about its next tokens.</summary>
    public Draft Draft => field ??= new Draft(_tokens, Request.Prompt.Length);

    /// <summary>Prompt and generated tokens; valid until the next <see cref="Append"/>.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>What it can take from others: all but the last token, whose logits must be computed.</summary>
    public ReadOnlySpan<int> Shareable => Tokens[..^1];

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
        if (Placements++ == 0) Generation.CachedPromptTokens = shared;
    }

    /// <summary>Loses its cells, and has to evaluate its tokens again.</summary>
    public void Displace() => (IsPlaced, Evaluated) = (false, 0);

    /// <summary>Ends it: its constraint's native memory is freed, and its caller hears how it ended.</summary>
    public void Complete(GenerationEvent last)
    {
        Sampler.Dispose();
        Generation.Complete(last);
    }

    /// <summary>Runs before <paramref name="other"/>: more urgent, or as urgent and earlier.</summary>
    public bool IsBefore(Sequence other) =>
        Request.Priority > other.Request.Priority || (Request.Priority == other.Request.Priority && Arrival < other.Arrival);

    /// <summary>Tokens it will be able to share with <paramref name="other"/> once that one has evaluated its prompt.</summary>
    public int CommonWith(Sequence other) =>
        Request.Adapter == other.Request.Adapter ? Shareable.CommonPrefixLength(other.Request.Prompt.Span) : 0;

    private static List<int> Begin(GenerationRequest request)
    {
        var tokens = new List<int>(request.Prompt.Length + Math.Min(request.MaxTokens, MostSpareTokens));
        tokens.AddRange(request.Prompt.Span);
        return tokens;
    }
}
