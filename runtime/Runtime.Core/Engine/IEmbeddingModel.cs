namespace InferOps.Runtime.Core.Engine;

/// <summary>Turns texts into vectors. Called by the engine thread alone, between two steps.</summary>
public interface IEmbeddingModel : IDisposable
{
    /// <summary>Length of a vector.</summary>
    int Dimensions { get; }

    /// <summary>Most tokens of one call, and so of one input.</summary>
    int MaxTokens { get; }

    /// <summary>Most inputs of one call.</summary>
    int MaxInputs { get; }

    /// <summary>Embeds token sequences, at most <see cref="MaxInputs"/> of together at most <see cref="MaxTokens"/> tokens, none of them empty.</summary>
    /// <param name="inputs">Tokens of each input.</param>
    /// <param name="vectors">Empty; one vector of length 1 per input is added, <see cref="Dimensions"/> floats, in the same order.</param>
    /// <exception cref="EngineFaultException">The model could not be evaluated.</exception>
    void Embed(IReadOnlyList<ReadOnlyMemory<int>> inputs, IList<float[]> vectors);
}
