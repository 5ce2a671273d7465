using System.Globalization;
using System.Text;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Patterns;

/// <summary>Escapes and classes of regular expressions: those parts that stand for one character of a set.</summary>
internal static class PatternClass
{
    private static readonly CharacterSet Digits = CharacterSet.Of(new CharacterRange('0', '9'));
    private static readonly CharacterSet Words = CharacterSet.Of(new('0', '9'), new('A', 'Z'), new('_', '_'), new('a', 'z'));
    private static readonly CharacterSet Blanks = CharacterSet.Of(" \t\n\v\f\r");

    /// <summary>Characters that every reader counts as one.</summary>
    private static readonly CharacterSet Single = CharacterSet.Everything.Intersect(CharacterSet.Of(new CharacterRange(1, 0xFFFF)));

    // Readers differ in which characters beyond ASCII are digits, letters and blanks: a negation holds none that any of them could mean.
    private static readonly CharacterSet NoDigits = Single.Except(Every(char.IsDigit));
    private static readonly CharacterSet NoWords = CharacterSet.Of(new CharacterRange(1, 0x7F)).Except(Words);
    private static readonly CharacterSet NoBlanks = Single.Except(Every(one => char.IsWhiteSpace(one) || one == '\uFEFF'));

    public static CharacterSet AnyButNewLine { get; } = Single.Except(CharacterSet.Of("\n\r\u2028\u2029"));

    /// <param name="pattern">The whole pattern.</param>
    /// <param name="at">Where the backslash is.</param>
    /// <returns>What is meant, and where the pattern goes on.</returns>
    public static (CharacterSet Set, int Next) ReadEscape(string pattern, int at)
    {
        if (at + 1 >= pattern.Length) throw new FormatException("the pattern ends with a backslash");
        var next = at + 2;
        switch (pattern[at + 1])
        {
            case 'd': return (Digits, next);
            case 'w': return (Words, next);
            case 's': return (Blanks, next);
            case 'D': return (NoDigits, next);
            case 'W': return (NoWords, next);
            case 'S': return (NoBlanks, next);
            case 'n': return (CharacterSet.Of("\n"), next);
            case 'r': return (CharacterSet.Of("\r"), next);
            case 't': return (CharacterSet.Of("\t"), next);
            case 'f': return (CharacterSet.Of("\f"), next);
            case 'v': return (CharacterSet.Of("\v"), next);
            case 'x': return (Numbered(pattern, next, 2), next + 2);
            case 'u' when next < pattern.Length && pattern[next] == '{':
                var end = pattern.IndexOf('}', next);
                return (Numbered(pattern, next + 1, end - next - 1), end + 1);
            case 'u': return (Numbered(pattern, next, 4), next + 4);
            case var other when !char.IsAsciiLetterOrDigit(other) && other < 0x80: return (CharacterSet.Of(other.ToString()), next);
            case var other: throw new FormatException($"'\\{other}' of the pattern cannot be enforced");
        }
    }

    /// <param name="pattern">The whole pattern.</param>
    /// <param name="at">Where the class begins with its bracket.</param>
    /// <returns>What is meant, and where the pattern goes on.</returns>
    public static (CharacterSet Set, int Next) ReadSet(string pattern, int at)
    {
        at++;
        var negated = at < pattern.Length && pattern[at] == '^';
        if (negated) at++;
        var set = CharacterSet.Nothing;
        while (at < pattern.Length && pattern[at] != ']')
        {
            (var first, at) = ReadOne(pattern, at);
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                (var last, at) = ReadOne(pattern, at + 1);
                set = set.Union(Range(first, last));
            }
            else
            {
                set = set.Union(first);
            }
        }

        if (at >= pattern.Length) throw new FormatException("']' is missing in the pattern");
        return (negated ? Single.Except(set) : set, at + 1);
    }

    private static (CharacterSet Set, int Next) ReadOne(string pattern, int at)
    {
        if (pattern[at] == '\\') return pattern[(at + 1)..].StartsWith('b') ? (CharacterSet.Of("\b"), at + 2) : ReadEscape(pattern, at);
        if (!Rune.TryGetRuneAt(pattern, at, out var rune)) throw new FormatException("the pattern holds half a character");
        return (CharacterSet.Of(rune.ToString()), at + rune.Utf16SequenceLength);
    }

    private static CharacterSet Range(CharacterSet first, CharacterSet last) =>
        first.Ranges is [{ } low] && last.Ranges is [{ } high] && low.First == low.Last && high.First == high.Last && low.First <= high.First
            ? CharacterSet.Of(new CharacterRange(low.First, high.First))
            : throw new FormatException("a class of the pattern has a range that is none");

    private static CharacterSet Numbered(string pattern, int at, int digits) =>
        digits is > 0 and <= 6 && at + digits <= pattern.Length
        && int.TryParse(pattern.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && Rune.IsValid(number)
            ? CharacterSet.Of(new CharacterRange(number, number))
            : throw new FormatException("the pattern has an escape that is no character");

    private static CharacterSet Every(Func<char, bool> isOne) =>
        CharacterSet.Of(Enumerable.Range(1, 0xFFFF).Where(one => isOne((char)one)).Select(one => new CharacterRange(one, one)));
}
