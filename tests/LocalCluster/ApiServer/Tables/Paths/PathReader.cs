using System.Text;

namespace InferOps.LocalCluster.Api.Tables.Paths;

/// <summary>Reads the text of a path into its steps.</summary>
internal sealed class PathReader(string text)
{
    private int position;

    /// <exception cref="FormatException">The text is no path.</exception>
    public IReadOnlyList<PathStep> Read()
    {
        var steps = new List<PathStep>();
        if (text.StartsWith('$')) position++;
        while (position < text.Length)
        {
            if (text[position] == '[') steps.Add(ReadBracket());
            else if (ReadName() is { Length: > 0 } name) steps.Add(name == "*" ? new PathStep.Every() : new PathStep.Member(name));
        }

        return steps;
    }

    private string ReadName()
    {
        if (text[position] == '.') position++;
        var name = new StringBuilder();
        while (position < text.Length && text[position] is not ('.' or '['))
        {
            if (text[position] == '\\' && position + 1 < text.Length) position++;
            name.Append(text[position++]);
        }

        return name.ToString();
    }

    private PathStep ReadBracket()
    {
        var end = ClosingBracket();
        var inner = text[(position + 1)..end].Trim();
        position = end + 1;
        if (inner == "*") return new PathStep.Every();
        if (inner.StartsWith("?(", StringComparison.Ordinal) && inner.EndsWith(')')) return ReadFilter(inner[2..^1].Trim());
        if (int.TryParse(inner, out var index)) return new PathStep.Index(index);
        return inner.Length >= 2 && inner[0] is '\'' or '"' ? new PathStep.Member(Unquote(inner)) : throw new FormatException(text);
    }

    private static PathStep.Filter ReadFilter(string condition)
    {
        foreach (var sign in (ReadOnlySpan<string>)["==", "!="])
        {
            var at = condition.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0) return new PathStep.Filter(Relative(condition[..at]), sign == "==", Unquote(condition[(at + 2)..].Trim()));
        }

        return new PathStep.Filter(Relative(condition), true, null);
    }

    private static JsonPath Relative(string path) =>
        path.Trim().StartsWith('@') ? JsonPath.Parse(path.Trim()[1..]) : throw new FormatException(path);

    private int ClosingBracket()
    {
        char? quote = null;
        for (var i = position; i < text.Length; i++)
        {
            if (quote is not null) quote = text[i] == quote ? null : quote;
            else if (text[i] is '\'' or '"') quote = text[i];
            else if (text[i] == ']') return i;
        }

        throw new FormatException(text);
    }

    private static string Unquote(string value) => value.Length >= 2 && value[0] is '\'' or '"' && value[^1] == value[0] ? value[1..^1] : value;
}
