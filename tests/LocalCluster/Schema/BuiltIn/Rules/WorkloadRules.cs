using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of what runs pods from a template: Deployment, ReplicaSet, StatefulSet, DaemonSet.</summary>
internal static class WorkloadRules
{
    public static void Validate(JsonObject value, JsonObject? old, Causes causes)
    {
        if (value["spec"] is not JsonObject spec) return;
        NotNegative(spec, "replicas", causes);
        NotNegative(spec, "minReadySeconds", causes);
        NotNegative(spec, "revisionHistoryLimit", causes);
        Selector(value, spec, causes);

        if (spec.At("template", "spec").Text("restartPolicy") is { } policy && policy != "Always")
            causes.NotSupported("spec.template.spec.restartPolicy", policy, ["Always"]);
        MetadataRules.Labels(spec.At("template", "metadata", "labels") as JsonObject, "spec.template.labels", causes);
        if (old.At("spec", "selector") is { } before && !JsonNode.DeepEquals(before, spec["selector"])) causes.Invalid("spec.selector", spec["selector"], "field is immutable");
    }

    /// <summary>A rolling update must be able to move.</summary>
    public static void ValidateStrategy(JsonObject value, JsonObject? old, Causes causes)
    {
        var strategy = value.At("spec", "strategy");
        var rolling = strategy.At("rollingUpdate");
        if (strategy.Text("type") == "Recreate" && rolling is not null)
            causes.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        if (rolling is null) return;
        foreach (var name in (string[])["maxUnavailable", "maxSurge"])
        {
            var (amount, path) = (rolling[name], $"spec.strategy.rollingUpdate.{name}");
            if (Numbers.Integer(amount) < 0) causes.Invalid(path, amount, "must be greater than or equal to 0");
            if (amount.Text() is { } text && !IsPercentage(text)) causes.Invalid(path, amount, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')");
        }

        if (IsZero(rolling["maxUnavailable"]) && IsZero(rolling["maxSurge"]))
            causes.Invalid("spec.strategy.rollingUpdate.maxUnavailable", rolling["maxUnavailable"], "may not be 0 when `maxSurge` is 0");
    }

    public static void NotNegative(JsonObject spec, string name, Causes causes)
    {
        if (Numbers.Integer(spec[name]) < 0) causes.Invalid($"spec.{name}", spec[name], "must be greater than or equal to 0");
    }

    private static void Selector(JsonObject value, JsonObject spec, Causes causes)
    {
        if (spec["selector"] is not JsonObject selector) return;
        SelectorRules.Validate(selector, "spec.selector", causes);
        if (SelectorRules.IsEmpty(selector))
        {
            causes.Invalid("spec.selector", selector, $"empty selector is invalid for {value.Text("kind")?.ToLowerInvariant()}");
            return;
        }

        var labels = spec.At("template", "metadata", "labels") as JsonObject;
        if (!SelectorRules.Matches(selector, labels)) causes.Invalid("spec.template.metadata.labels", labels?.DeepClone() ?? new JsonObject(), "`selector` does not match template `labels`");
    }

    private static bool IsPercentage(string text) => text.Length > 1 && text[^1] == '%' && text[..^1].All(char.IsAsciiDigit);

    private static bool IsZero(JsonNode? amount) => Numbers.Integer(amount) == 0 || amount.Text()?.TrimEnd('%').Trim('0') == "";
}
