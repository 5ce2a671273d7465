using System.Globalization;
using System.Text;

namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Cuts an expression of the Common Expression Language into tokens.</summary>
internal sealed class Lexer(string source)
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "&&", "||", "+", "-", "*", "/", "%", "!", "<", ">", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private int at;

    public static IReadOnlyList<Token> Tokens(string source)
    {
        var lexer = new Lexer(source);
        var tokens = new List<Token>();
        do tokens.Add(lexer.Next());
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    private char Here => Ahead(0);

    private char Ahead(int distance) => at + distance < source.Length ? source[at + distance] : '\0';

    private Token Next()
    {
        SkipSpace();
        var start = at;
        if (at == source.Length) return new Token(TokenKind.End, "", start);
        if (char.IsAsciiDigit(Here) || (Here == '.' && char.IsAsciiDigit(Ahead(1)))) return Number(start);
        if (TextPrefix() is { } prefix) return Text(start, prefix);
        if (char.IsAsciiLetter(Here) || Here == '_')
        {
            while (char.IsAsciiLetterOrDigit(Here) || Here == '_') at++;
            return new Token(TokenKind.Identifier, source[start..at], start);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, at, symbol, 0, symbol.Length) != 0) continue;
            at += symbol.Length;
            return new Token(TokenKind.Symbol, symbol, start);
        }

        throw new CelException($"Syntax error: token recognition error at: '{Here}' (position {start})");
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Here) || (Here == '/' && Ahead(1) == '/'))
        {
            if (Here != '/') at++;
            else while (at < source.Length && Here != '\n') at++;
        }
    }

    private Token Number(int start)
    {
        if (Here == '0' && Ahead(1) is 'x' or 'X')
        {
            at += 2;
            while (char.IsAsciiHexDigit(Here)) at++;
            var value = ulong.Parse(source[(start + 2)..at], NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
            return new Token(Unsigned() ? TokenKind.Unsigned : TokenKind.Integer, value, start);
        }

        while (char.IsAsciiDigit(Here)) at++;
        var isDouble = false;
        if (Here == '.' && char.IsAsciiDigit(Ahead(1)))
        {
            isDouble = true;
            for (at++; char.IsAsciiDigit(Here);) at++;
        }

        if (Here is 'e' or 'E' && (char.IsAsciiDigit(Ahead(1)) || (Ahead(1) is '+' or '-' && char.IsAsciiDigit(Ahead(2)))))
        {
            isDouble = true;
            for (at += 2; char.IsAsciiDigit(Here);) at++;
        }

        var text = source[start..at];
        return new Token(isDouble ? TokenKind.Double : Unsigned() ? TokenKind.Unsigned : TokenKind.Integer, text, start);
    }

    private bool Unsigned()
    {
        if (Here is not ('u' or 'U')) return false;
        at++;
        return true;
    }

    /// <summary>The letters before a quote, r for raw and b for bytes; null where no literal starts.</summary>
    private string? TextPrefix()
    {
        var length = 0;
        while (length < 2 && Ahead(length) is 'r' or 'R' or 'b' or 'B') length++;
        return Ahead(length) is '"' or '\'' ? source.Substring(at, length).ToLowerInvariant() : null;
    }

    private Token Text(int start, string prefix)
    {
        at += prefix.Length;
        var quote = Ahead(1) == Here && Ahead(2) == Here ? new string(Here, 3) : Here.ToString();
        at += quote.Length;
        var text = new StringBuilder();
        while (string.CompareOrdinal(source, at, quote, 0, quote.Length) != 0)
        {
            if (at >= source.Length || (quote.Length == 1 && Here == '\n')) throw new CelException($"Syntax error: unterminated string (position {start})");
            if (Here == '\\' && !prefix.Contains('r')) Escape(text);
            else text.Append(source[at++]);
        }

        at += quote.Length;
        return new Token(prefix.Contains('b') ? TokenKind.Bytes : TokenKind.Text, text.ToString(), start);
    }

    private void Escape(StringBuilder text)
    {
        var letter = Ahead(1);
        at += 2;
        var digits = letter switch { 'x' or 'X' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (at + digits > source.Length) throw new CelException($"Syntax error: incomplete escape (position {at})");
            text.Append(char.ConvertFromUtf32(int.Parse(source.AsSpan(at, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            at += digits;
            return;
        }

        text.Append(letter switch
        {
            'n' => '\n', 't' => '\t', 'r' => '\r', 'a' => '\a', 'b' => '\b', 'f' => '\f', 'v' => '\v',
            '\\' or '\'' or '"' or '`' or '?' => letter,
            _ => throw new CelException($"Syntax error: invalid escape \\{letter} (position {at - 2})"),
        });
    }
}
