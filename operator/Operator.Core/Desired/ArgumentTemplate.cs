using System.Text.RegularExpressions;

namespace InferOps.Operator.Core.Desired;

/// <summary>Fills the placeholders of an engine's argument template.</summary>
internal static partial class ArgumentTemplate
{
    /// <summary>
    /// An entry with a placeholder that has no value is left out, with the entry before it when that is a bare option: <c>--api-key-file {apiKeysFile}</c>
    /// disappears as a whole where no keys are asked for.
    /// </summary>
    /// <param name="values">By placeholder name; null: known, without a value here. Braces around anything else are left as they are, such as JSON.</param>
    public static IReadOnlyList<string> Expand(IEnumerable<string> template, IReadOnlyDictionary<string, string?> values)
    {
        var arguments = new List<string>();
        foreach (var entry in template)
        {
            var names = Placeholder().Matches(entry).Select(match => match.Groups[1].Value).Where(values.ContainsKey);
            if (names.All(name => values[name] is not null))
                arguments.Add(Placeholder().Replace(entry, match => values.GetValueOrDefault(match.Groups[1].Value) ?? match.Value));
            else if (arguments.Count > 0 && entry.StartsWith('{') && BareOption().IsMatch(arguments[^1]))
                arguments.RemoveAt(arguments.Count - 1);
        }
        return arguments;
    }

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^--?[A-Za-z][^=]*$")]
    private static partial Regex BareOption();
}
