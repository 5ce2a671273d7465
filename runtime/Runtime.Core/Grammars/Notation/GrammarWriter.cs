using System.Globalization;
using System.Text;

namespace InferOps.Runtime.Core.Grammars.Notation;

/// <summary>Writes rules in llama.cpp's notation (GBNF), in ASCII only, so that no code page on the way can change it.</summary>
internal static class GrammarWriter
{
    /// <summary>llama.cpp refuses larger counts.</summary>
    private const int MostRepetitions = 2000;

    private enum Binding
    {
        Choice,
        Sequence,
        Repeat,
    }

    /// <summary>One line per rule, the root first.</summary>
    public static string Write(GrammarRules rules)
    {
        var text = new StringBuilder();
        foreach (var (name, expression) in rules.All.OrderByDescending(rule => rule.Key == GrammarRules.Root))
        {
            text.Append(name).Append(" ::= ");
            Write(text, expression, Binding.Choice);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Expression expression, Binding around)
    {
        switch (expression)
        {
            case Expression.Text { Value: var value }: WriteText(text, value); break;
            case Expression.Character { Set: var set }: WriteSet(text, set); break;
            case Expression.Reference { Rule: var name }: text.Append(name); break;
            case Expression.Sequence { Parts: var parts }: WriteList(text, parts, " ", Binding.Sequence, around); break;
            case Expression.Choice { Options: var options }: WriteList(text, options, " | ", Binding.Choice, around); break;
            case Expression.Repeat { Max: > MostRepetitions } many: Write(text, Split(many), around); break;
            case Expression.Repeat { Min: > MostRepetitions } many: Write(text, Split(many), around); break;
            case Expression.Repeat when around == Binding.Repeat: WriteList(text, [expression], "", Binding.Sequence, around); break;
            case Expression.Repeat repeat:
                Write(text, repeat.Part, Binding.Repeat);
                text.Append(Count(repeat.Min, repeat.Max));
                break;
        }
    }

    private static void WriteList(StringBuilder text, IReadOnlyList<Expression> parts, string separator, Binding binding, Binding around)
    {
        var grouped = binding < around;
        if (grouped) text.Append('(');
        for (var i = 0; i < parts.Count; i++)
        {
            if (i > 0) text.Append(separator);
            Write(text, parts[i], binding);
        }

        if (grouped) text.Append(')');
    }

    /// <summary>x{0,5000} is x{0,2000} | x{2000} (x{0,2000} | x{2000} x{0,1000}): at any point of a text two of its ways are open, not thousands.</summary>
    private static Expression Split(Expression.Repeat many)
    {
        var block = new Expression.Repeat(many.Part, MostRepetitions, MostRepetitions);
        var rest = Expression.Times(many.Part, Math.Max(0, many.Min - MostRepetitions), many.Max - MostRepetitions);
        var longer = new Expression.Sequence([block, rest]);
        return many.Min > MostRepetitions ? longer : Expression.Either(Expression.Times(many.Part, many.Min, MostRepetitions), longer);
    }

    private static string Count(int min, int? max) => (min, max) switch
    {
        (0, 1) => "?",
        (0, null) => "*",
        (1, null) => "+",
        (_, null) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
        _ when min == max => string.Create(CultureInfo.InvariantCulture, $"{{{min}}}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
    };

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var rune in value.EnumerateRunes()) WriteCharacter(text, rune.Value, "\"\\");
        text.Append('"');
    }

    private static void WriteSet(StringBuilder text, CharacterSet set)
    {
        text.Append('[');
        foreach (var (first, last) in set.Ranges)
        {
            WriteCharacter(text, first, "[]\\");
            if (last > first + 1) text.Append('-');
            if (last > first) WriteCharacter(text, last, "[]\\");
        }

        text.Append(']');
    }

    // In a set, - and ^ may mean something else, and have no escape but their number.
    private static void WriteCharacter(StringBuilder text, int character, string escaped) => _ = character switch
    {
        '\n' => text.Append("\\n"),
        '\r' => text.Append("\\r"),
        '\t' => text.Append("\\t"),
        '-' or '^' when escaped[0] == '[' => text.Append(CultureInfo.InvariantCulture, $"\\x{character:X2}"),
        >= ' ' and <= '~' => (escaped.Contains((char)character, StringComparison.Ordinal) ? text.Append('\\') : text).Append((char)character),
        <= 0xFF => text.Append(CultureInfo.InvariantCulture, $"\\x{character:X2}"),
        <= 0xFFFF => text.Append(CultureInfo.InvariantCulture, $"\\u{character:X4}"),
        _ => text.Append(CultureInfo.InvariantCulture, $"\\U{character:X8}"),
    };
}
