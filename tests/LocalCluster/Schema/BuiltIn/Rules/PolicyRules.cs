using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of disruption budgets and role bindings.</summary>
internal static class PolicyRules
{
    public static void ValidateBudget(JsonObject budget, JsonObject? old, Causes causes)
    {
        var spec = budget["spec"];
        if (spec.At("minAvailable") is not null && spec.At("maxUnavailable") is not null)
            causes.Invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
        if (spec.At("selector") is JsonObject selector) SelectorRules.Validate(selector, "spec.selector", causes);
    }

    public static void ValidateRoleRef(JsonObject binding, JsonObject? old, Causes causes)
    {
        if (old?["roleRef"] is { } before && !JsonNode.DeepEquals(before, binding["roleRef"])) causes.Invalid("roleRef", binding["roleRef"], "cannot change roleRef");
        var subjects = binding["subjects"] as JsonArray ?? [];
        for (var index = 0; index < subjects.Count; index++)
            if (subjects[index].Text("kind") == "ServiceAccount" && subjects[index].Text("namespace") is null or "") causes.Required($"subjects[{index}].namespace");
    }
}
