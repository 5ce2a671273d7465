using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>The <c>$(NAME)</c> references of commands, arguments and environment values. <c>$$(NAME)</c> is the text <c>$(NAME)</c>.</summary>
internal static partial class Expansion
{
    /// <summary>Replaces known names; an unknown one stays as it is written.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> values) => Reference().Replace(text, match =>
    {
        if (match.Value == "$$") return "$";
        return values.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Value;
    });

    [GeneratedRegex(@"\$\$|\$\((?<name>[-._a-zA-Z][-._a-zA-Z0-9]*)\)")]
    private static partial Regex Reference();
}
