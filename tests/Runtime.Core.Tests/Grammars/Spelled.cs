using System.Text;
using System.Text.RegularExpressions;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Tests.Grammars;

/// <summary>An expression without references as a regular expression of .NET: an independent word on what it matches.</summary>
internal static class Spelled
{
    public static Regex AsRegex(this Expression expression) => new($@"\A(?:{Write(expression)})\z", RegexOptions.CultureInvariant);

    private static string Write(Expression expression) => expression switch
    {
        Expression.Text { Value: var value } => Regex.Escape(value),
        Expression.Character { Set: var set } => $"[{string.Concat(set.Ranges.Where(range => range.First <= 0xFFFF).Select(Write))}]",
        Expression.Sequence { Parts: var parts } => string.Concat(parts.Select(part => $"(?:{Write(part)})")),
        Expression.Choice { Options: var options } => string.Join('|', options.Select(option => $"(?:{Write(option)})")),
        Expression.Repeat { Part: var part, Min: var min, Max: var max } => $"(?:{Write(part)}){{{min},{max}}}",
        _ => throw new ArgumentException("a reference", nameof(expression)),
    };

    private static string Write(CharacterRange range) => $"\\u{range.First:X4}-\\u{Math.Min(range.Last, 0xFFFF):X4}";
}
