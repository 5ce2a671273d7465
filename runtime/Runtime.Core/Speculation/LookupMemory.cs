using System.Numerics;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>What the prompt lookup knows about one sequence.</summary>
internal sealed class LookupMemory
{
    /// <summary>Matches of 2, 3–4, 5–8, 9–16 and more tokens: the longer, the better they foretell.</summary>
    public const int Classes = 5;

    public SuffixIndex Index { get; } = new();

    /// <summary>Where the sequence's end occurred before, and how much of it; a length of 0 when it did not.</summary>
    public (int Place, int Length) Match { get; set; }

    /// <summary>How often the token after a match came again, by the class of the match.</summary>
    public Acceptance[] ByClass { get; } = new Acceptance[Classes];

    public static int ClassOf(int length) => Math.Min(Classes - 1, BitOperations.Log2((uint)(length - 1)));
}
