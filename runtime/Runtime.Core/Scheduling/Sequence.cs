using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Scheduling;

/// <summary>One request's tokens on their way through the cache. Belongs to the engine thread.</summary>
internal sealed class Sequence(Generation generation, TokenTable tokens)
{
    public const int NoSlot = -1;

    private readonly List<int> _tokens = [.. generation.Request.Prompt.Span];

    public Generation Generation { get; } = generation;

    public GenerationRequest Request => Generation.Request;

    public Sampler Sampler { get; } = new(generation.Request.Sampling, generation.Request.Prompt.Span);

    public TextAssembler Text { get; } = new(tokens, generation.Request.Stop);

    /// <summary>Sequence id in the context while running.</summary>
    public int Slot { get; set; } = NoSlot;

    /// <summary>Tokens whose cells are in the cache.</summary>
    public int Evaluated { get; set; }

    /// <summary>Prompt tokens already reported as evaluated: a preempted sequence evaluates them again, but they are served once.</summary>
    public int PromptReported { get; set; }

    /// <summary>When the last token was generated; null before the first.</summary>
    public long? LastTokenAt { get; set; }

    /// <summary>Tokens to catch up with before the next one can be chosen.</summary>
    public int Pending => _tokens.Count - Evaluated;

    public int Generated => _tokens.Count - Request.Prompt.Length;

    public int this[int position] => _tokens[position];

    public void Append(int token) => _tokens.Add(token);

    public TokenUsage Usage => new(Request.Prompt.Length, 0, Generated);
}
