using System.Numerics.Tensors;

namespace InferOps.Runtime.Core.Sampling;

/// <summary>Log-probabilities from logits: log softmax(x)ᵢ = xᵢ − (max + log Σ exp(x − max)).</summary>
internal static class LogprobReader
{
    public static TokenLogprobs Read(ReadOnlySpan<float> logits, int chosen, int top, SamplingWorkspace workspace)
    {
        var shifted = workspace.Weights.AsSpan();
        var max = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, max, shifted);
        TensorPrimitives.Exp(shifted, shifted);
        var logTotal = max + MathF.Log(TensorPrimitives.Sum<float>(shifted));

        var alternatives = new TokenLogprob[Math.Min(top, logits.Length)];
        if (alternatives.Length > 0)
        {
            var ranked = new RankedTokens(logits, workspace.Heap);
            for (var rank = 0; rank < alternatives.Length; rank++)
                alternatives[rank] = new TokenLogprob(ranked[rank], logits[ranked[rank]] - logTotal);
        }

        return new TokenLogprobs(new TokenLogprob(chosen, logits[chosen] - logTotal), alternatives);
    }
}
