namespace InferOps.Runtime.Core.Sampling;

/// <summary>Scratch memory for one vocabulary. The engine thread has one and lends it to every sampler in turn.</summary>
internal sealed class SamplingWorkspace(int vocabularySize, IReadOnlyList<int> endOfGeneration)
{
    public float[] Logits { get; } = new float[vocabularySize];

    public float[] Weights { get; } = new float[vocabularySize];

    public int[] Heap { get; } = new int[vocabularySize];

    public IReadOnlyList<int> EndOfGeneration { get; } = endOfGeneration;
}
