using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>A <c>metav1.LabelSelector</c>. An absent selector matches nothing, an empty one everything.</summary>
internal static class LabelSelector
{
    public static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is JsonObject
        && selector.Map("matchLabels").All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && selector.Objects("matchExpressions").All(expression => MatchesExpression(expression, labels));

    /// <summary>The older map form of Services and nodeSelectors. An empty map matches nothing: such a Service has no endpoints of its own.</summary>
    public static bool MatchesMap(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) =>
        selector.Count > 0 && selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    /// <summary>One <c>{key, operator, values}</c>, of a label selector or of a node selector term.</summary>
    public static bool MatchesExpression(JsonNode expression, IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(expression.Text("key") ?? "", out var value);
        return expression.Text("operator") switch
        {
            "In" => present && expression.Texts("values").Contains(value),
            "NotIn" => !present || !expression.Texts("values").Contains(value),
            "Exists" => present,
            "DoesNotExist" => !present,
            "Gt" => present && Compare(value, expression) > 0,
            "Lt" => present && Compare(value, expression) < 0,
            var unknown => throw new FormatException($"Unknown selector operator '{unknown}'."),
        };
    }

    /// <summary>The selector as a <c>labelSelector</c> query.</summary>
    public static string Query(JsonNode? selector) => string.Join(',', [
        .. selector.Map("matchLabels").Select(label => $"{label.Key}={label.Value}"),
        .. selector.Objects("matchExpressions").Select(Query)]);

    private static string Query(JsonObject expression)
    {
        var (key, values) = (expression.Text("key"), string.Join(',', expression.Texts("values")));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => $"{key}",
            _ => $"!{key}",
        };
    }

    // Null compares false both ways: a label that is no number matches neither Gt nor Lt.
    private static int? Compare(string? value, JsonNode expression) =>
        long.TryParse(value, out var left) && long.TryParse(expression.Texts("values").FirstOrDefault(), out var right) ? left.CompareTo(right) : null;
}
