using System.Collections.Immutable;

namespace InferOps.Runtime.Core.Grammars.Notation;

/// <summary>
/// A set of Unicode characters, as ranges of code points. Never in it are surrogates, which are no characters and which UTF-8 does not spell, and the
/// character 0, with which llama.cpp ends its texts.
/// </summary>
internal sealed class CharacterSet
{
    private const int BeforeSurrogates = 0xD7FF;
    private const int AfterSurrogates = 0xE000;
    private const int Last = 0x10FFFF;

    private CharacterSet(IEnumerable<CharacterRange> ranges) => Ranges = [.. ranges];

    public static CharacterSet Nothing { get; } = new([]);

    public static CharacterSet Everything { get; } = new([new(1, BeforeSurrogates), new(AfterSurrogates, Last)]);

    /// <summary>Rising, neither overlapping nor touching, apart from those around the surrogates.</summary>
    public ImmutableArray<CharacterRange> Ranges { get; }

    public bool IsEmpty => Ranges.IsEmpty;

    public CharacterSet Complement => Everything.Except(this);

    public static CharacterSet Of(params IEnumerable<CharacterRange> ranges)
    {
        var merged = new List<CharacterRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged is [.., var last] && range.First <= last.Last + 1) merged[^1] = last with { Last = Math.Max(last.Last, range.Last) };
            else merged.Add(range);
        }

        return Everything.Intersect(merged);
    }

    /// <summary>The characters of a text.</summary>
    public static CharacterSet Of(string characters) => Of(characters.EnumerateRunes().Select(rune => new CharacterRange(rune.Value, rune.Value)));

    public bool Contains(int character) => Ranges.Any(range => range.First <= character && character <= range.Last);

    public CharacterSet Union(CharacterSet other) => Of(Ranges.Concat(other.Ranges));

    public CharacterSet Intersect(CharacterSet other) => Intersect(other.Ranges);

    public CharacterSet Except(CharacterSet other)
    {
        var gaps = new List<CharacterRange>();
        var next = 0;
        foreach (var range in other.Ranges)
        {
            if (range.First > next) gaps.Add(new(next, range.First - 1));
            next = range.Last + 1;
        }

        if (next <= Last) gaps.Add(new(next, Last));
        return Intersect(gaps);
    }

    private CharacterSet Intersect(IReadOnlyCollection<CharacterRange> others) => new(
        from mine in Ranges
        from other in others
        let first = Math.Max(mine.First, other.First)
        let last = Math.Min(mine.Last, other.Last)
        where first <= last
        select new CharacterRange(first, last));
}

/// <summary>Code points from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
internal readonly record struct CharacterRange(int First, int Last);
