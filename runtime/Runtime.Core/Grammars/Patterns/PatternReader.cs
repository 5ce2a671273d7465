using System.Globalization;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Patterns;

/// <summary>Reads regular expressions as JSON Schema has them (ECMA-262), as far as they are regular: no look-around, no back references.</summary>
/// <remarks>
/// What a class leaves open is read narrowly, so that the text matches for every reader of the pattern: <c>\d</c> and <c>\w</c> are ASCII, and
/// <c>.</c> and negated classes hold no character that some readers count as two.
/// </remarks>
internal sealed class PatternReader
{
    private const int MostNesting = 32;
    private const int MostRepetitions = 10_000;

    private readonly string _pattern;
    private int _at;
    private int _depth;

    private PatternReader(string pattern) => _pattern = pattern;

    private char Next => _at < _pattern.Length ? _pattern[_at] : '\0';

    private bool IsAtEnd => _at >= _pattern.Length;

    /// <summary>The texts that match. Where the pattern is not anchored, anything may stand before or after.</summary>
    /// <exception cref="FormatException">It is no pattern, or not one that can be enforced.</exception>
    public static Expression Read(string pattern)
    {
        var reader = new PatternReader(pattern);
        var options = new List<Expression>();
        do options.Add(reader.ReadAnchored());
        while (reader.Skip('|'));
        return reader.IsAtEnd ? Expression.Either(options) : throw reader.Error($"'{reader.Next}' is not expected");
    }

    private Expression ReadAnchored()
    {
        var anything = Expression.Times(new Expression.Character(CharacterSet.Everything), 0, null);
        var before = Skip('^') ? Expression.Nothing : anything;
        var text = ReadSequence();
        var after = Skip('$') ? Expression.Nothing : anything;

        // "Anything" twice in a row would only be one text in many ways.
        return text is Expression.Text { Value: "" } && before == anything && after == anything ? anything : Expression.Then(before, text, after);
    }

    private Expression ReadChoice()
    {
        if (++_depth > MostNesting) throw Error($"groups are nested more than {MostNesting} deep");
        var options = new List<Expression>();
        do options.Add(ReadSequence());
        while (Skip('|'));
        _depth--;
        return Expression.Either(options);
    }

    private Expression ReadSequence()
    {
        var parts = new List<Expression>();
        while (!IsAtEnd && Next is not ('|' or ')' or '$'))
        {
            var part = ReadPart();
            while (ReadCount() is var (min, max))
            {
                if (max != 0 && !(min == 0 && max == 1) && Lengths.Of(part).Min == 0) throw Error("what may be empty is repeated");
                part = Expression.Times(part, min, max);

                // Lazy or not, the same texts match.
                Skip('?');
            }

            parts.Add(part);
        }

        return Expression.Then(parts);
    }

    private Expression ReadPart()
    {
        switch (Next)
        {
            case '(': return ReadGroup();
            case '[':
                var (set, next) = PatternClass.ReadSet(_pattern, _at);
                _at = next;
                return set.IsEmpty ? throw Error("the class has no characters") : new Expression.Character(set);
            case '.':
                _at++;
                return new Expression.Character(PatternClass.AnyButNewLine);
            case '^': throw Error("'^' can be enforced only at the beginning");
            case '*' or '+' or '?' or '{': throw Error($"there is nothing to repeat before '{Next}'");
            case '\\':
                var (escaped, after) = PatternClass.ReadEscape(_pattern, _at);
                _at = after;
                return new Expression.Character(escaped);
            default:
                if (!System.Text.Rune.TryGetRuneAt(_pattern, _at, out var rune)) throw Error("half a character");
                _at += rune.Utf16SequenceLength;
                return Expression.Of(rune.ToString());
        }
    }

    private Expression ReadGroup()
    {
        _at++;
        if (Skip('?'))
        {
            if (Next == '<' && _at + 1 < _pattern.Length && _pattern[_at + 1] is not ('=' or '!')) while (!IsAtEnd && Next != '>') _at++;
            else if (Next != ':') throw Error("look-around cannot be enforced");
            _at++;
        }

        var group = ReadChoice();
        if (Next == '$') throw Error("'$' can be enforced only at the end");
        return Skip(')') ? group : throw Error("')' is missing");
    }

    private (int Min, int? Max)? ReadCount()
    {
        if (Skip('?')) return (0, 1);
        if (Skip('*')) return (0, null);
        if (Skip('+')) return (1, null);
        if (!Skip('{')) return null;
        var min = ReadNumber();
        int? max = min;
        if (Skip(',')) max = char.IsAsciiDigit(Next) ? ReadNumber() : null;
        if (!Skip('}')) throw Error("'}' is missing");
        return max < min ? throw Error("the count runs backwards") : (min, max);
    }

    private int ReadNumber()
    {
        var start = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        return int.TryParse(_pattern.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostRepetitions
            ? number
            : throw Error($"expected a count up to {MostRepetitions}");
    }

    private bool Skip(char mark)
    {
        if (IsAtEnd || Next != mark) return false;
        _at++;
        return true;
    }

    private FormatException Error(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{what}, at character {_at + 1} of the pattern"));
}
