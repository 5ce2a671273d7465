using System.Text.RegularExpressions;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Desired;

/// <summary>Fills the placeholders of an engine's argument template.</summary>
internal static partial class ArgumentTemplate
{
    /// <summary>
    /// An entry with a placeholder that has no value is left out, with the entry before it when that is a bare option: <c>--api-key-file {apiKeysFile}</c>
    /// disappears as a whole where no keys are asked for. An entry with an adapter's placeholder is repeated for each adapter, with such an option before it.
    /// </summary>
    /// <param name="values">By placeholder name; null: known, without a value here. Braces around anything else are left as they are, such as JSON.</param>
    /// <param name="adapters">Values of the repeated placeholders, for each adapter.</param>
    public static IReadOnlyList<string> Expand(
        IEnumerable<string> template, IReadOnlyDictionary<string, string?> values, IReadOnlyList<IReadOnlyDictionary<string, string?>> adapters)
    {
        var arguments = new List<string>();
        foreach (var entry in template)
        {
            if (Names(entry).Any(name => name is InferenceEngineValidator.AdapterName or InferenceEngineValidator.AdapterPath))
            {
                Repeat(arguments, entry, adapters);
                continue;
            }

            if (Names(entry).Where(values.ContainsKey).All(name => values[name] is not null)) arguments.Add(Fill(entry, values));
            else if (arguments.Count > 0 && entry.StartsWith('{') && BareOption().IsMatch(arguments[^1]))
                arguments.RemoveAt(arguments.Count - 1);
        }
        return arguments;
    }

    private static void Repeat(List<string> arguments, string entry, IReadOnlyList<IReadOnlyDictionary<string, string?>> adapters)
    {
        string[] option = arguments.Count > 0 && BareOption().IsMatch(arguments[^1]) ? [arguments[^1]] : [];
        arguments.RemoveRange(arguments.Count - option.Length, option.Length);
        foreach (var adapter in adapters.Where(adapter => Names(entry).Where(adapter.ContainsKey).All(name => adapter[name] is not null)))
            arguments.AddRange([.. option, Fill(entry, adapter)]);
    }

    private static IEnumerable<string> Names(string entry) => Placeholder().Matches(entry).Select(match => match.Groups[1].Value);

    private static string Fill(string entry, IReadOnlyDictionary<string, string?> values) =>
        Placeholder().Replace(entry, match => values.GetValueOrDefault(match.Groups[1].Value) ?? match.Value);

    [GeneratedRegex(@"\{([A-Za-z]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("^--?[A-Za-z][^=]*$")]
    private static partial Regex BareOption();
}
