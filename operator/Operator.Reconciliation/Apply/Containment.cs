using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Apply;

/// <summary>Asks whether a live object already says everything that a desired one says. What the server or others added does not count.</summary>
internal static class Containment
{
    /// <summary>Keys by which Kubernetes matches list entries, most telling first.</summary>
    private static readonly string[] EntryKeys = ["name", "mountPath", "containerPort", "port", "topologyKey", "uid"];

    public static bool Contains(JsonNode? live, JsonNode? desired) => desired switch
    {
        null => live is null,
        JsonObject wanted => live is JsonObject actual ? wanted.All(field => ContainsField(actual, field)) : wanted.Count == 0 && live is null,
        JsonArray wanted => live is JsonArray actual ? ContainsList(actual, wanted) : wanted.Count == 0 && live is null,
        _ => SameScalar(live, desired),
    };

    private static bool ContainsField(JsonObject live, KeyValuePair<string, JsonNode?> field) => Contains(live[field.Key], field.Value);

    private static bool ContainsList(JsonArray live, JsonArray desired)
    {
        if (desired.Count == 0) return true;
        if (desired.Any(entry => entry is not JsonObject))
            return live.Count == desired.Count && live.Zip(desired).All(pair => Contains(pair.First, pair.Second));
        return desired.All(entry => live.Any(candidate => Matches(candidate, (JsonObject)entry!)));
    }

    private static bool Matches(JsonNode? candidate, JsonObject entry)
    {
        if (candidate is not JsonObject actual) return false;
        var key = EntryKeys.FirstOrDefault(entry.ContainsKey);
        return (key is null || SameScalar(actual[key], entry[key])) && Contains(actual, entry);
    }

    /// <summary>Equal as text, as number, or as quantity: the server answers <c>1</c> where <c>1000m</c> was sent.</summary>
    private static bool SameScalar(JsonNode? live, JsonNode? desired)
    {
        if (live is not JsonValue || desired is null) return false;
        if (live.GetValueKind() is JsonValueKind.True or JsonValueKind.False || desired.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return live.GetValueKind() == desired.GetValueKind();
        var (actual, wanted) = (Text(live), Text(desired));
        return actual == wanted || (Quantity.TryParse(actual, out var left) && Quantity.TryParse(wanted, out var right) && left == right);
    }

    private static string Text(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
}
