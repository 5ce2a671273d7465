namespace InferOps.TestKit.Gguf;

/// <summary>Two attention heads that look exactly one and exactly two positions back.</summary>
/// <remarks>
/// The first <see cref="Rotating"/> pairs of a head rotate by position·ω_i with ω_i = 100^(−i/Rotating); the others do not rotate at all, which the
/// induction head needs. With a key (1, 0) in each pair and a query (cos d·ω_i, −sin d·ω_i), query and key at a distance Δ score Σ cos((Δ − d)·ω_i):
/// largest at Δ = d, and with the sharpness below e^−8 of that one position further.
/// </remarks>
internal static class ReciterLookBack
{
    public const int HeadWidth = 256;
    public const int Rotating = 64;

    private const float Sharpness = 40;

    /// <summary>RoPE divides its own frequency 10000^(−2i/HeadWidth) by these; an endless divisor stops the pair.</summary>
    public static float[] FrequencyFactors() =>
    [
        .. Enumerable.Range(0, HeadWidth / 2).Select(i => i < Rotating ? (float)(Math.Pow(10000, -2.0 * i / HeadWidth) / Frequency(i)) : 1e30f),
    ];

    public static AttentionWeights Attention(ModelShape shape)
    {
        var attention = new AttentionWeights(shape);
        AddHead(attention, head: 0, distance: 1, Reciter.Last);
        AddHead(attention, head: 1, distance: 2, Reciter.SecondLast);
        return attention;
    }

    private static void AddHead(AttentionWeights attention, int head, int distance, int target)
    {
        var row = head * HeadWidth;
        for (var i = 0; i < Rotating; i++)
        {
            attention.Queries[row + 2 * i, Reciter.One] = Sharpness * (float)Math.Cos(distance * Frequency(i));
            attention.Queries[row + 2 * i + 1, Reciter.One] = -Sharpness * (float)Math.Sin(distance * Frequency(i));
            attention.Keys[row + 2 * i, Reciter.One] = 1;
        }

        attention.Values.AddIdentity(row, Reciter.Current, ReciterCodes.Length);
        attention.Output.AddIdentity(target, row, ReciterCodes.Length);
    }

    private static double Frequency(int i) => Math.Pow(100, -(double)i / Rotating);
}
