namespace InferOps.TestKit.Gguf;

/// <summary>The memory: one hidden unit per recollection, open only when all of its tokens are there.</summary>
/// <remarks>
/// Codes have length 1, so a unit over k codes sees their sum of cosines: k when all match, at most k − 1 + 0.4 otherwise. Less k − ½ and times
/// <see cref="Sharpness"/>, silu passes about Sharpness/2 or almost nothing, and Down turns that into <see cref="Strength"/> times the next code.
/// </remarks>
internal static class ReciterRecall
{
    private const float Sharpness = 60;
    private const float Strength = 4;

    public static FeedForwardWeights FeedForward(ReciterCodes codes, IReadOnlyList<Recollection> memory, ModelShape shape)
    {
        var layer = new FeedForwardWeights(shape);
        for (var unit = 0; unit < memory.Count; unit++)
        {
            var item = memory[unit];
            layer.Gate.AddCodeToRow(unit, Reciter.Current, codes, item.Current, Sharpness);
            layer.Gate.AddCodeToRow(unit, Reciter.Last, codes, item.Last, Sharpness);
            if (item.SecondLast is { } secondLast) layer.Gate.AddCodeToRow(unit, Reciter.SecondLast, codes, secondLast, Sharpness);
            layer.Gate[unit, Reciter.One] = -Sharpness * (item.SecondLast is null ? 1.5f : 2.5f);
            layer.Up[unit, Reciter.One] = 1;
            layer.Down.AddCodeToColumn(Reciter.Output, unit, codes, item.Next, Strength / (Sharpness / 2));
        }

        return layer;
    }
}
