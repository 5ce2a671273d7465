using System.Numerics;

namespace InferOps.Runtime.Core.Sampling;

/// <summary>The most likely token, the first of several.</summary>
/// <remarks>Two plain passes, a maximum and where it is, take half as long as one that carries indices along; every token of every stream pays for it.</remarks>
internal static class Likeliest
{
    /// <exception cref="ModelOutputException">The logits hold no number to choose by.</exception>
    public static int Of(ReadOnlySpan<float> logits)
    {
        var most = Maximum(logits);
        var token = logits.IndexOf(most);
        return float.IsFinite(most) && token >= 0 ? token : throw new ModelOutputException($"the model's logits are not numbers: the highest is {most}");
    }

    /// <returns>NaN where any is.</returns>
    private static float Maximum(ReadOnlySpan<float> logits)
    {
        var (most, sound) = (new Vector<float>(float.NegativeInfinity), Vector<int>.AllBitsSet);
        var i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var next = new Vector<float>(logits[i..]);
            most = Vector.MaxNative(most, next);
            sound &= Vector.Equals(next, next);
        }

        var highest = Vector.EqualsAll(sound, Vector<int>.AllBitsSet) ? float.NegativeInfinity : float.NaN;
        for (var lane = 0; lane < Vector<float>.Count; lane++) highest = Math.Max(highest, most[lane]);
        for (; i < logits.Length; i++) highest = Math.Max(highest, logits[i]);
        return highest;
    }
}
