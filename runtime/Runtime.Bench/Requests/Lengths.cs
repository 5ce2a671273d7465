using System.Globalization;

namespace InferOps.Runtime.Bench.Requests;

/// <summary>A mix of lengths in tokens: ranges, each with its share.</summary>
/// <remarks>
/// Written as <c>128</c>, as <c>64-256</c> (all equally likely), or as <c>32:3,1024:1</c> (three short ones for each long one).
/// </remarks>
public sealed class Lengths
{
    private readonly IReadOnlyList<(int From, int To, double Share)> _ranges;
    private readonly string _text;

    private Lengths(IReadOnlyList<(int From, int To, double Share)> ranges, string text) => (_ranges, _text) = (ranges, text);

    public static implicit operator Lengths(int tokens) => FromInt32(tokens);

    public static Lengths FromInt32(int tokens) => new([(tokens, tokens, 1)], tokens.ToString(CultureInfo.InvariantCulture));

    /// <exception cref="FormatException">The text is no such mix.</exception>
    public static Lengths Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ranges = text.Split(',').Select(part => ParseRange(part, text)).ToList();
        return new Lengths(ranges, text);
    }

    /// <summary>One length, at random.</summary>
    public int Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var left = random.NextDouble() * _ranges.Sum(range => range.Share);
        foreach (var (from, to, share) in _ranges)
        {
            left -= share;
            if (left < 0) return random.Next(from, to + 1);
        }

        return _ranges[^1].To;
    }

    public override string ToString() => _text;

    private static (int From, int To, double Share) ParseRange(string part, string whole)
    {
        var weighed = part.Split(':');
        var ends = weighed[0].Split('-');
        if (weighed.Length > 2 || ends.Length > 2
            || !int.TryParse(ends[0], CultureInfo.InvariantCulture, out var from)
            || !int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var to)
            || !double.TryParse(weighed.Length == 2 ? weighed[1] : "1", CultureInfo.InvariantCulture, out var share)
            || from < 1 || to < from || !(share > 0))
            throw new FormatException($"'{whole}' is no mix of lengths: write 128, 64-256 or 32:3,1024:1");
        return (from, to, share);
    }
}
