namespace InferOps.Runtime.Core.Embedding;

/// <summary>Inputs that can be embedded. Only <see cref="EmbeddingValidator"/> makes one.</summary>
public sealed class EmbeddingRequest
{
    internal EmbeddingRequest(string key, IReadOnlyList<int[]> inputs) => (Key, Inputs) = (key, inputs);

    /// <summary>Whom the request is served for; empty for anybody.</summary>
    public string Key { get; }

    /// <summary>Tokens of each input: at least one, no more than the model takes at once, each within the vocabulary.</summary>
    public IReadOnlyList<int[]> Inputs { get; }

    public int Tokens => Inputs.Sum(input => input.Length);
}
