namespace InferOps.Runtime.Core.Speculation;

/// <summary>Finds where the last tokens of a growing sequence occurred before.</summary>
/// <remarks>
/// Hash chains, as LZ77 compressors keep them: every place is linked to the place before it that follows the same pair of tokens. Adding a token is O(1), and
/// looking compares a bounded number of places, so that neither grows with the sequence.
/// </remarks>
internal sealed class SuffixIndex
{
    public const int Shortest = 2;
    private const int Longest = 32;
    private const int MostPlaces = 24;
    private const int FewestHeads = 256;

    // Places are numbers of tokens before them; 0 ends a chain, as nothing precedes it.
    private int[] _heads = [];
    private int[] _earlier = [];

    /// <summary>Tokens known.</summary>
    public int Count { get; private set; }

    /// <summary>Learns the tokens after the first <see cref="Count"/>.</summary>
    public void Extend(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length >= _earlier.Length) Grow(tokens);
        for (var place = Math.Max(Count + 1, Shortest); place <= tokens.Length; place++) Link(tokens, place);
        Count = tokens.Length;
    }

    /// <summary>The place that the longest end of <paramref name="tokens"/> precedes, too: the latest of equals.</summary>
    /// <param name="tokens">Exactly the <see cref="Count"/> tokens known.</param>
    /// <returns>The number of tokens before that place, and how many of them agree; a length of 0 when there is none.</returns>
    public (int Place, int Length) Find(ReadOnlySpan<int> tokens)
    {
        var (best, length) = (0, 0);
        if (tokens.Length < Shortest) return (best, length);
        var place = _earlier[tokens.Length];
        for (var looked = 0; place > 0 && looked < MostPlaces && length < Longest; looked++, place = _earlier[place])
        {
            var common = CommonEnd(tokens, place);
            if (common >= Shortest && common > length) (best, length) = (place, common);
        }

        return (best, length);
    }

    private static int CommonEnd(ReadOnlySpan<int> tokens, int place)
    {
        var most = Math.Min(place, Longest);
        var common = 0;
        while (common < most && tokens[place - 1 - common] == tokens[^(common + 1)]) common++;
        return common;
    }

    private void Link(ReadOnlySpan<int> tokens, int place)
    {
        ref var head = ref _heads[Hash(tokens[place - 2], tokens[place - 1]) & (_heads.Length - 1)];
        _earlier[place] = head;
        head = place;
    }

    private void Grow(ReadOnlySpan<int> tokens)
    {
        var size = FewestHeads;
        while (size <= tokens.Length) size *= 2;
        _heads = new int[size];
        _earlier = new int[size];
        Count = 0;
    }

    private static int Hash(int first, int second) => (int)((((ulong)(uint)first << 32) | (uint)second) * 0x9E3779B97F4A7C15UL >> 40);
}
