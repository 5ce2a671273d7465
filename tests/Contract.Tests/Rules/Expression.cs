using System.Text.RegularExpressions;

namespace InferOps.Contract.Tests.Rules;

/// <summary>Reads the names of series from PromQL.</summary>
internal static partial class Expression
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "and", "or", "unless", "bool", "offset", "inf", "nan" };

    /// <summary>Every identifier that is no function, keyword, label or text. Grafana's variables count as nothing.</summary>
    public static IReadOnlySet<string> Series(string expression)
    {
        var bare = NotSeries().Replace(expression, " ");
        return Name().Matches(bare).Select(match => match.Value).Where(name => !Words.Contains(name.ToLowerInvariant())).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Texts, matchers, lists of labels, ranges.</summary>
    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*" | \{[^}]*\} | \b(?:by|without|on|ignoring|group_left|group_right)\s*(?:\([^)]*\))? | \[[^\]]*\] | \$\w+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotSeries();

    [GeneratedRegex(@"(?<![\w:.])[a-zA-Z_:][a-zA-Z0-9_:]*(?![\w:]*\s*\()")]
    private static partial Regex Name();
}
