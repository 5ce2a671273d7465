using System.Numerics.Tensors;
using InferOps.Runtime.Core.Engine;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>A second context of the same weights, whose results are pooled. Used by the engine thread alone.</summary>
internal sealed class LlamaEmbedding(SafeLLamaContextHandle context, ComputeThreads threads, int vocabularySize, LlamaLog log) : IEmbeddingModel
{
    private readonly LLamaBatch _batch = new();

    public int Dimensions => context.EmbeddingSize;

    public int MaxTokens => (int)context.BatchSize;

    public int MaxInputs => (int)context.MaxSeq;

    public void Embed(IReadOnlyList<ReadOnlyMemory<int>> inputs, IList<float[]> vectors)
    {
        threads.Attach(context);
        Fill(inputs);
        // Nothing of an earlier batch may be seen by this one.
        context.MemoryClear(data: false);
        var result = context.Decode(_batch);
        if (result != DecodeResult.Ok) throw new EngineFaultException($"llama_decode of an embedding: {result}. {log.LastError}");
        for (var input = 0; input < inputs.Count; input++) vectors.Add(Normalised(context.GetEmbeddingsSeq((LLamaSeqId)input)));
    }

    public void Dispose()
    {
        context.Dispose();
        threads.Detach(context);
    }

    /// <summary>llama.cpp aborts the whole process over too many tokens, a sequence that is none, or a token that is none.</summary>
    private void Fill(IReadOnlyList<ReadOnlyMemory<int>> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs.Count, MaxInputs, nameof(inputs));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputs.Sum(input => input.Length), MaxTokens, nameof(inputs));
        _batch.Clear();
        for (var input = 0; input < inputs.Count; input++)
        {
            var tokens = inputs[input].Span;
            ArgumentOutOfRangeException.ThrowIfZero(tokens.Length, nameof(inputs));
            for (var position = 0; position < tokens.Length; position++)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)tokens[position], (uint)vocabularySize, nameof(inputs));
                // Every token's vector is wanted: they are pooled.
                _batch.Add(tokens[position], position, (LLamaSeqId)input, logits: true);
            }
        }
    }

    /// <summary>Of length 1, so that the product of two vectors is the cosine between them.</summary>
    private static float[] Normalised(ReadOnlySpan<float> vector)
    {
        var copy = vector.ToArray();
        var length = TensorPrimitives.Norm<float>(copy);
        if (length > 0) TensorPrimitives.Divide(copy, length, copy);
        return copy;
    }
}
