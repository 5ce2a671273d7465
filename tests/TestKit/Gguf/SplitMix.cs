namespace InferOps.TestKit.Gguf;

/// <summary>SplitMix64: small, and the same numbers on every machine and runtime, so that generated files are the same too.</summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A sum of uniform numbers: close enough to a normal one, variance 1.</summary>
    public float NextNormal()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum / 65536f) - 2) * MathF.Sqrt(3);
    }
}
