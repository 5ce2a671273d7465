using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Requests;

/// <summary>A request that can be served. Only <see cref="RequestValidator"/> makes one.</summary>
public sealed class GenerationRequest
{
    private readonly GenerationParameters _asked;

    internal GenerationRequest(GenerationParameters asked, int maxTokens, SamplingOptions sampling)
    {
        _asked = asked;
        MaxTokens = maxTokens;
        Sampling = sampling;
    }

    /// <summary>At least one token, each within the vocabulary.</summary>
    public ReadOnlyMemory<int> Prompt => _asked.Prompt;

    /// <summary>At least one; prompt and generation together fit the context.</summary>
    public int MaxTokens { get; }

    public SamplingOptions Sampling { get; }

    /// <summary>Strings that end the generation; none of them empty.</summary>
    public IReadOnlyList<string> Stop => _asked.Stop;

    /// <summary>Whom the request is served for; empty for anybody.</summary>
    public string Key => _asked.Key;

    /// <summary>Higher runs first.</summary>
    public int Priority => _asked.Priority;

    /// <summary>Adapter number, or −1.</summary>
    public int Adapter => _asked.Adapter;

    /// <summary>Makes the constraint of the generation; null where every token may follow.</summary>
    public Func<ITokenConstraint>? Constraint => _asked.Constraint;
}
