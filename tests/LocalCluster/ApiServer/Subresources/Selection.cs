using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Structured label selectors, as objects carry them.</summary>
internal static class Selection
{
    /// <summary>An absent selector matches nothing, an empty one everything.</summary>
    public static bool Matches(JsonElement? selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is not { } terms) return false;
        return terms.Map("matchLabels").All(label => labels.GetValueOrDefault(label.Key) == label.Value)
            && terms.Items("matchExpressions").All(expression => Holds(expression, labels));
    }

    private static bool Holds(JsonElement expression, IReadOnlyDictionary<string, string> labels)
    {
        var isPresent = labels.TryGetValue(expression.Text("key") ?? "", out var value);
        return expression.Text("operator") switch
        {
            "In" => isPresent && expression.Texts("values").Contains(value),
            "NotIn" => !isPresent || !expression.Texts("values").Contains(value),
            "Exists" => isPresent,
            _ => !isPresent,
        };
    }
}
