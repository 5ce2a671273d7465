using System.Globalization;
using System.Text;

namespace InferOps.Runtime.Core.Grammars.Notation;

/// <summary>Reads llama.cpp's notation (GBNF), all of it but tokens by number or name.</summary>
internal sealed class GrammarReader
{
    private const int MostNesting = 64;
    private const int MostRepetitions = 100_000;

    private readonly string _text;
    private int _at;
    private int _depth;

    private GrammarReader(string text) => _text = text;

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    /// <exception cref="FormatException">The text is no grammar; the message says where.</exception>
    public static GrammarRules Read(string text)
    {
        var (reader, rules) = (new GrammarReader(text), new GrammarRules());
        reader.SkipBlanks(newLines: true);
        while (reader._at < text.Length)
        {
            var name = reader.ReadName();
            reader.SkipBlanks(newLines: false);
            reader.Expect("::=");
            reader.SkipBlanks(newLines: true);
            rules.Add(name, reader.ReadChoice(nested: false));
            if (reader._at < text.Length && reader.Next is not ('\r' or '\n')) throw reader.Error("expected the end of the line");
            reader.SkipBlanks(newLines: true);
        }

        return rules;
    }

    private Expression ReadChoice(bool nested)
    {
        if (++_depth > MostNesting) throw Error($"groups are nested more than {MostNesting} deep");
        var options = new List<Expression> { ReadSequence(nested) };
        while (Next == '|')
        {
            _at++;
            SkipBlanks(newLines: true);
            options.Add(ReadSequence(nested));
        }

        _depth--;
        return Expression.Either(options);
    }

    private Expression ReadSequence(bool nested)
    {
        var parts = new List<Expression>();
        while (ReadPart() is { } part)
        {
            SkipBlanks(nested);
            while (ReadCount() is var (min, max))
            {
                part = Expression.Times(part, min, max);
                SkipBlanks(nested);
            }

            parts.Add(part);
        }

        return Expression.Then(parts);
    }

    private Expression? ReadPart()
    {
        switch (Next)
        {
            case '"': return ReadText();
            case '[': return ReadSet();
            case '.':
                _at++;
                return new Expression.Character(CharacterSet.Everything);
            case '(':
                _at++;
                SkipBlanks(newLines: true);
                var group = ReadChoice(nested: true);
                Expect(")");
                return group;
            case '<' or '!': throw Error("tokens by number or name are not supported");
            case var other: return IsName(other) ? Expression.To(ReadName()) : null;
        }
    }

    private (int Min, int? Max)? ReadCount()
    {
        switch (Next)
        {
            case '?': _at++; return (0, 1);
            case '*': _at++; return (0, null);
            case '+': _at++; return (1, null);
            case '{': _at++; break;
            default: return null;
        }

        var min = ReadNumber();
        int? max = min;
        if (Next == ',')
        {
            _at++;
            max = char.IsAsciiDigit(Next) ? ReadNumber() : null;
        }

        Expect("}");
        return max < min ? throw Error($"{{{min},{max}}} is no range") : (min, max);
    }

    private Expression.Text ReadText()
    {
        _at++;
        var value = new StringBuilder();
        while (Next != '"') value.Append(new Rune(ReadCharacter()).ToString());
        _at++;
        return new Expression.Text(value.ToString());
    }

    private Expression.Character ReadSet()
    {
        _at++;
        var negated = Next == '^';
        if (negated) _at++;
        var ranges = new List<CharacterRange>();
        while (Next != ']')
        {
            var first = ReadCharacter();
            var last = first;
            if (Next == '-' && _at + 1 < _text.Length && _text[_at + 1] != ']')
            {
                _at++;
                last = ReadCharacter();
            }

            if (last < first) throw Error("the range runs backwards");
            ranges.Add(new(first, last));
        }

        _at++;
        var set = CharacterSet.Of(ranges);
        return new Expression.Character(negated ? set.Complement : set);
    }

    private int ReadCharacter()
    {
        if (_at >= _text.Length) throw Error("unexpected end");
        if (Next != '\\')
        {
            if (!Rune.TryGetRuneAt(_text, _at, out var rune)) throw Error("half a character");
            _at += rune.Utf16SequenceLength;
            return rune.Value;
        }

        _at++;
        var escape = Next;
        _at++;
        return escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' or '"' or '[' or ']' => escape,
            'x' => ReadHexadecimal(2),
            'u' => ReadHexadecimal(4),
            'U' => ReadHexadecimal(8),
            _ => throw Error("unknown escape"),
        };
    }

    private int ReadHexadecimal(int digits)
    {
        if (_at + digits > _text.Length || !uint.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw Error($"expected {digits} hexadecimal digits");
        if (!Rune.IsValid(value)) throw Error("no such character");
        _at += digits;
        return (int)value;
    }

    private int ReadNumber()
    {
        var start = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        return int.TryParse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostRepetitions
            ? number
            : throw Error($"expected a number up to {MostRepetitions}");
    }

    private string ReadName()
    {
        var start = _at;
        while (IsName(Next)) _at++;
        return _at > start ? _text[start.._at] : throw Error("expected the name of a rule");
    }

    private void Expect(string mark)
    {
        if (!_text.AsSpan(_at).StartsWith(mark, StringComparison.Ordinal)) throw Error($"expected '{mark}'");
        _at += mark.Length;
    }

    private void SkipBlanks(bool newLines)
    {
        while (Next is ' ' or '\t' or '#' || (newLines && Next is '\r' or '\n'))
        {
            if (Next == '#') while (_at < _text.Length && Next is not ('\r' or '\n')) _at++;
            else _at++;
        }
    }

    private FormatException Error(string what)
    {
        var line = _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1;
        return new FormatException(string.Create(CultureInfo.InvariantCulture, $"{what} in line {line} of the grammar"));
    }

    private static bool IsName(char character) => char.IsAsciiLetterOrDigit(character) || character == '-';
}
