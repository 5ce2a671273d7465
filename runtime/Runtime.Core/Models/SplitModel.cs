using System.Globalization;
using System.Text.RegularExpressions;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Core.Models;

/// <summary>A model in several files, as llama-gguf-split writes them: <c>NAME-00001-of-00003.gguf</c> and so on, which find each other by name.</summary>
public static partial class SplitModel
{
    private const int MostParts = 999;

    /// <summary>The names of all parts, given the first; of a model in one file, that one.</summary>
    public static IReadOnlyList<string> PartsOf(string first)
    {
        ArgumentNullException.ThrowIfNull(first);
        return FirstPart().Match(first) is { Success: true } match && int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) is > 1 and <= MostParts and var count
            ? [.. Enumerable.Range(1, count).Select(part => string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}-{part:D5}-of-{count:D5}.gguf"))]
            : [first];
    }

    /// <summary>Inspects a model on this machine, with all of its parts.</summary>
    /// <exception cref="FileNotFoundException">A part is missing.</exception>
    public static async Task<ModelReport> InspectAsync(string first, ModelFileKind kind, CancellationToken cancellationToken)
    {
        var names = PartsOf(first);
        var reports = new List<ModelReport>();
        for (var part = 0; part < names.Count; part++)
        {
            var file = new FileStream(names[part], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using (file.ConfigureAwait(false))
            {
                reports.Add(await ModelInspector.InspectAsync(file, file.Length, new ExpectedFile(kind, part, names.Count), cancellationToken).ConfigureAwait(false));
            }
        }

        return Join(reports);
    }

    /// <summary>The report on the whole, given those on its parts in order: sizes add up, all else is said by the first.</summary>
    public static ModelReport Join(IReadOnlyList<ModelReport> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.FirstOrDefault(part => part.Facts is null) is { } failed) return failed;
        return new ModelReport
        {
            Facts = parts[0].Facts! with
            {
                ParameterCount = parts.Sum(part => part.Facts!.ParameterCount),
                WeightBytes = parts.Sum(part => part.Facts!.WeightBytes),
                FileBytes = parts.Sum(part => part.Facts!.FileBytes),
            },
        };
    }

    [GeneratedRegex("^(.*)-00001-of-([0-9]{5})\\.gguf$")]
    private static partial Regex FirstPart();
}
