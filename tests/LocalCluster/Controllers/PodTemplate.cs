using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers;

/// <summary>Makes a pod from the template of its owner.</summary>
internal static class PodTemplate
{
    public static JsonObject Pod(JsonObject owner)
    {
        var template = owner.At("spec", "template");
        var metadata = new JsonObject
        {
            ["generateName"] = owner.Name + "-",
            ["namespace"] = owner.Namespace,
            ["ownerReferences"] = new JsonArray(Ownership.Reference(owner)),
        };
        foreach (var field in (string[])["labels", "annotations", "finalizers"])
            if (template.At("metadata", field) is { } value) metadata[field] = value.DeepClone();
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.At("spec")?.DeepClone() ?? new JsonObject(),
        };
    }
}
