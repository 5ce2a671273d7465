using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Requests;

/// <summary>A request that can be served. Only <see cref="RequestValidator"/> makes one.</summary>
public sealed class GenerationRequest
{
    internal GenerationRequest(int[] prompt, int maxTokens, SamplingOptions sampling, IReadOnlyList<string> stop)
    {
        Prompt = prompt;
        MaxTokens = maxTokens;
        Sampling = sampling;
        Stop = stop;
    }

    /// <summary>At least one token, each within the vocabulary.</summary>
    public ReadOnlyMemory<int> Prompt { get; }

    /// <summary>At least one; prompt and generation together fit the context.</summary>
    public int MaxTokens { get; }

    public SamplingOptions Sampling { get; }

    /// <summary>Strings that end the generation; none of them empty.</summary>
    public IReadOnlyList<string> Stop { get; }

    /// <summary>KV cells reserved for the whole life of the request.</summary>
    public int Cells => Prompt.Length + MaxTokens;
}
