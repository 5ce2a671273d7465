namespace InferOps.Runtime.Core.Tests.Speculation;

/// <summary>Texts that are fixed before they are generated: the token of a sequence at a position.</summary>
internal delegate int Text(int sequence, int position);

internal static class SimulatedTexts
{
    public const int Vocabulary = 64;

    /// <summary>Nothing can be foretold.</summary>
    public static Text Random(int alphabet = Vocabulary) => (sequence, position) => (int)(Hash(sequence, position) % (ulong)alphabet);

    /// <summary>The same <paramref name="period"/> tokens again and again, but one in <paramref name="oneIn"/> of them is another.</summary>
    public static Text Repeating(int period = 24, int oneIn = int.MaxValue) => (sequence, position) =>
        Hash(sequence + 77, position) % (ulong)oneIn == 1 ? (int)(Hash(sequence + 99, position) % Vocabulary) : (int)(Hash(sequence, position % period) % Vocabulary);

    /// <summary>Changes from one to the other every <paramref name="every"/> tokens.</summary>
    public static Text Alternating(Text first, Text second, int every = 3000) => (sequence, position) =>
        (position / every % 2 == 0 ? first : second)(sequence, position);

    public static ulong Hash(int first, int second)
    {
        var mixed = (((ulong)(uint)first << 32) | (uint)second) + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
