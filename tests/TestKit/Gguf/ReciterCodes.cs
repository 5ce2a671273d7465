namespace InferOps.TestKit.Gguf;

/// <summary>A direction of length 1 for every token, any two nearly at right angles.</summary>
/// <remarks>
/// A code is <see cref="Length"/> random signs over √Length. Two codes that differ in h signs have the cosine 1 − 2h/Length; a code whose cosine
/// with an earlier one exceeds ±0.4 is drawn again, so a recollection never mistakes one token for another.
/// </remarks>
internal sealed class ReciterCodes
{
    public const int Length = 120;

    private const int LeastDistance = 36;

    private readonly UInt128[] _signs;

    public ReciterCodes(int count)
    {
        var random = new SplitMix(7);
        var mask = (UInt128.One << Length) - 1;
        _signs = new UInt128[count];
        for (var token = 0; token < count; token++)
        {
            do _signs[token] = new UInt128(random.Next(), random.Next()) & mask;
            while (!IsDistinct(token));
        }
    }

    public float this[int token, int i] => ((_signs[token] >> i) & 1) == 0 ? -Unit : Unit;

    private static float Unit { get; } = 1 / MathF.Sqrt(Length);

    private bool IsDistinct(int token)
    {
        for (var other = 0; other < token; other++)
            if ((int)UInt128.PopCount(_signs[token] ^ _signs[other]) is < LeastDistance or > Length - LeastDistance) return false;
        return true;
    }
}
