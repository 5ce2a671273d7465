using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.CustomResources;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of CustomResourceDefinitions.</summary>
internal static class DefinitionRules
{
    public static void Validate(JsonObject definition, JsonObject? old, Causes causes)
    {
        if (definition["spec"] is not JsonObject spec) return;
        var expected = $"{spec.Text("names", "plural")}.{spec.Text("group")}";
        if (definition.Text("metadata", "name") != expected)
            causes.Invalid("metadata.name", definition.Text("metadata", "name"), "must be spec.names.plural+\".\"+spec.group");
        if (spec.Text("group") is { } group && (Names.Subdomain(group) ?? (group.Contains('.') ? null : "should be a domain with at least one dot")) is { } wrong)
            causes.Invalid("spec.group", group, wrong);
        if (spec.IsTrue("preserveUnknownFields")) causes.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        foreach (var field in (string[])["scope", "group"])
            if (old.Text("spec", field) is { } before && before != spec.Text(field)) causes.Invalid($"spec.{field}", spec.Text(field), "field is immutable");

        var versions = spec["versions"] as JsonArray ?? [];
        if (versions.Count(version => version.IsTrue("storage")) != 1) causes.Invalid("spec.versions", versions, "must have exactly one version marked as storage version");
        for (var index = 0; index < versions.Count; index++)
            if (versions[index] is JsonObject version) Version(version, $"spec.versions[{index}]", causes);
    }

    private static void Version(JsonObject version, string path, Causes causes)
    {
        if (version.Text("name") is { } name && Names.Label1035(name) is { } wrong) causes.Invalid($"{path}.name", name, wrong);
        if (version.At("schema", "openAPIV3Schema") is not JsonObject schema)
        {
            causes.Required($"{path}.schema.openAPIV3Schema", "schemas are required");
            return;
        }

        StructuralSchema.Validate(schema, $"{path}.schema.openAPIV3Schema", causes);
        if (version.At("subresources", "scale") is JsonObject scale) Scale(scale, $"{path}.subresources.scale", causes);
    }

    private static void Scale(JsonObject scale, string path, Causes causes)
    {
        foreach (var (field, start) in new[] { ("specReplicasPath", ".spec."), ("statusReplicasPath", ".status.") })
            if (scale.Text(field) is { } at && !at.StartsWith(start, StringComparison.Ordinal)) causes.Invalid($"{path}.{field}", at, $"should be a json path under {start[..^1]}");
        if (scale.Text("labelSelectorPath") is { Length: > 0 } selector && !selector.StartsWith(".status.", StringComparison.Ordinal) && !selector.StartsWith(".spec.", StringComparison.Ordinal))
            causes.Invalid($"{path}.labelSelectorPath", selector, "should be a json path under either .spec or .status");
    }
}
