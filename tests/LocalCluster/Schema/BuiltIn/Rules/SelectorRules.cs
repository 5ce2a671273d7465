using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of label selectors, and what they match.</summary>
internal static class SelectorRules
{
    public static bool IsEmpty(JsonObject selector) =>
        selector["matchLabels"] is not JsonObject { Count: > 0 } && selector["matchExpressions"] is not JsonArray { Count: > 0 };

    public static bool Matches(JsonObject selector, JsonObject? labels) =>
        (selector["matchLabels"] as JsonObject ?? []).All(wanted => labels.Text(wanted.Key) == wanted.Value.Text()) &&
        (selector["matchExpressions"] as JsonArray ?? []).All(requirement => Holds(requirement, labels));

    public static void Validate(JsonObject selector, string path, Causes causes)
    {
        MetadataRules.Labels(selector["matchLabels"] as JsonObject, $"{path}.matchLabels", causes);
        var requirements = selector["matchExpressions"] as JsonArray ?? [];
        for (var index = 0; index < requirements.Count; index++)
        {
            var (at, values) = ($"{path}.matchExpressions[{index}]", requirements[index].Texts("values"));
            switch (requirements[index].Text("operator"))
            {
                case "In" or "NotIn" when values.Count == 0: causes.Required($"{at}.values", "must be specified when `operator` is 'In' or 'NotIn'"); break;
                case "Exists" or "DoesNotExist" when values.Count > 0: causes.Forbidden($"{at}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"); break;
                case "In" or "NotIn" or "Exists" or "DoesNotExist": break;
                case var other: causes.Invalid($"{at}.operator", other, "not a valid selector operator"); break;
            }

            if (requirements[index].Text("key") is { } key && Names.QualifiedName(key) is { } wrong) causes.Invalid($"{at}.key", key, wrong);
        }
    }

    private static bool Holds(JsonNode? requirement, JsonObject? labels)
    {
        var value = labels.Text(requirement.Text("key") ?? "");
        return requirement.Text("operator") switch
        {
            "In" => value is not null && requirement.Texts("values").Contains(value),
            "NotIn" => value is null || !requirement.Texts("values").Contains(value),
            "Exists" => value is not null,
            _ => value is null,
        };
    }
}
