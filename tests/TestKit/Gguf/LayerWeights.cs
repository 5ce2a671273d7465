namespace InferOps.TestKit.Gguf;

/// <summary>The four matrices of a layer's attention.</summary>
internal sealed class AttentionWeights(ModelShape shape)
{
    public Matrix Queries { get; } = new(shape.Heads * shape.HeadWidth, shape.Width);

    public Matrix Keys { get; } = new(shape.KeyValueHeads * shape.HeadWidth, shape.Width);

    public Matrix Values { get; } = new(shape.KeyValueHeads * shape.HeadWidth, shape.Width);

    public Matrix Output { get; } = new(shape.Width, shape.Heads * shape.HeadWidth);
}

/// <summary>The three matrices of a layer's feed-forward part: y = Down·(silu(Gate·x) ∘ Up·x).</summary>
internal sealed class FeedForwardWeights(ModelShape shape)
{
    public Matrix Gate { get; } = new(shape.FeedForwardWidth, shape.Width);

    public Matrix Up { get; } = new(shape.FeedForwardWidth, shape.Width);

    public Matrix Down { get; } = new(shape.Width, shape.FeedForwardWidth);

    /// <summary>Adds nothing to the residual stream.</summary>
    public static FeedForwardWeights Zero(ModelShape shape) => new(shape);
}
