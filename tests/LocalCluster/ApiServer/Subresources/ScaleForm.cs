using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>The <c>autoscaling/v1 Scale</c> of an object.</summary>
internal static class ScaleForm
{
    /// <param name="content">The object, not changed.</param>
    public static JsonObject Of(ResourceType type, JsonObject content)
    {
        var paths = type.Scale!;
        var status = new JsonObject { ["replicas"] = FieldPath.Read(content, paths.Status).Number() ?? 0 };
        if (paths.Selector is not null && SelectorText(FieldPath.Read(content, paths.Selector)) is { Length: > 0 } selector) status["selector"] = selector;
        var spec = new JsonObject();
        if (FieldPath.Read(content, paths.Spec).Number() is { } replicas) spec["replicas"] = replicas;
        var metadata = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"]) metadata.CopyFrom(content.Metadata(), name);
        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    /// <summary>A selector as text; an object with matchLabels and matchExpressions is written out.</summary>
    private static string? SelectorText(JsonNode? selector)
    {
        if (selector is not JsonObject structured) return selector.Text();
        var labels = (structured["matchLabels"] as JsonObject ?? (structured.ContainsKey("matchExpressions") ? [] : structured))
            .Select(label => $"{label.Key}={label.Value.Text()}");
        var expressions = (structured["matchExpressions"] as JsonArray ?? []).Select(expression => expression.Text("operator") switch
        {
            "In" => $"{expression.Text("key")} in ({string.Join(',', expression.Texts("values"))})",
            "NotIn" => $"{expression.Text("key")} notin ({string.Join(',', expression.Texts("values"))})",
            "DoesNotExist" => $"!{expression.Text("key")}",
            _ => expression.Text("key")!,
        });
        return string.Join(',', labels.Concat(expressions));
    }
}
