using System.Text;
using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Functions of strings. Positions and sizes count code points.</summary>
internal static class TextFunctions
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    public static IEnumerable<(string Name, Function Function)> All { get; } =
    [
        ("size", arguments => arguments switch
        {
            [string text] => (long)text.EnumerateRunes().Count(),
            [byte[] bytes] => (long)bytes.Length,
            _ => Functions.NoOverload,
        }),
        ("startsWith", On((text, other) => text.StartsWith(other, StringComparison.Ordinal))),
        ("endsWith", On((text, other) => text.EndsWith(other, StringComparison.Ordinal))),
        ("contains", On((text, other) => text.Contains(other, StringComparison.Ordinal))),
        ("matches", On((text, pattern) => Pattern(pattern).IsMatch(text))),
        ("find", On((text, pattern) => Pattern(pattern).Match(text).Value)),
        ("findAll", On((text, pattern) => Pattern(pattern).Matches(text).Select(match => (object?)match.Value).ToList())),
        ("indexOf", On((text, other) => Position(text, text.IndexOf(other, StringComparison.Ordinal)))),
        ("lastIndexOf", On((text, other) => Position(text, text.LastIndexOf(other, StringComparison.Ordinal)))),
        ("split", On((text, separator) => separator.Length == 0
            ? text.EnumerateRunes().Select(rune => (object?)rune.ToString()).ToList()
            : text.Split(separator).ToList<object?>())),
        ("lowerAscii", arguments => arguments is [string text] ? text.ToLowerInvariant() : Functions.NoOverload),
        ("upperAscii", arguments => arguments is [string text] ? text.ToUpperInvariant() : Functions.NoOverload),
        ("trim", arguments => arguments is [string text] ? text.Trim() : Functions.NoOverload),
        ("replace", arguments => arguments is [string text, string old, string with] ? text.Replace(old, with, StringComparison.Ordinal) : Functions.NoOverload),
        ("charAt", arguments => arguments is [string text, long at] ? Part(text, at, Math.Min(at + 1, text.EnumerateRunes().Count())) : Functions.NoOverload),
        ("substring", arguments => arguments switch
        {
            [string text, long from] => Part(text, from, text.EnumerateRunes().Count()),
            [string text, long from, long to] => Part(text, from, to),
            _ => Functions.NoOverload,
        }),
    ];

    /// <summary>A pattern that expressions use; those of the API match anywhere in the text.</summary>
    public static Regex Pattern(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, RegexLimit);
        }
        catch (ArgumentException error)
        {
            throw new CelException($"invalid regular expression '{pattern}': {error.Message}");
        }
    }

    private static Function On(Func<string, string, object> compute) =>
        arguments => arguments is [string text, string other] ? compute(text, other) : Functions.NoOverload;

    private static long Position(string text, int index) => index < 0 ? -1L : text[..index].EnumerateRunes().Count();

    private static string Part(string text, long from, long to)
    {
        var runes = text.EnumerateRunes().ToArray();
        if (from < 0 || to > runes.Length || from > to) throw new CelException($"index out of range: {from}");
        var part = new StringBuilder();
        foreach (var rune in runes[(int)from..(int)to]) part.Append(rune.ToString());
        return part.ToString();
    }
}
