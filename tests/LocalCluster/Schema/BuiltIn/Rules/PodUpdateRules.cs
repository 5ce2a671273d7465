using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>What of a pod can change once it exists: images, deadlines, tolerations, scheduling gates, and its node once.</summary>
internal static class PodUpdateRules
{
    private static readonly string[] Changeable = ["activeDeadlineSeconds", "terminationGracePeriodSeconds", "tolerations", "schedulingGates", "ephemeralContainers"];

    public static void Validate(JsonObject pod, JsonObject? old, Causes causes)
    {
        if (old?["spec"] is not JsonObject before || pod["spec"] is not JsonObject after) return;
        if (!JsonNode.DeepEquals(Fixed(before, before), Fixed(after, before)))
            causes.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`," +
                "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations)," +
                "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
    }

    private static JsonObject Fixed(JsonObject spec, JsonObject before)
    {
        var rest = spec.DeepClone().AsObject();
        foreach (var name in Changeable) rest.Remove(name);
        if (before["nodeName"] is null) rest.Remove("nodeName");
        foreach (var list in (string[])["initContainers", "containers"])
        foreach (var container in (rest[list] as JsonArray ?? []).OfType<JsonObject>()) container.Remove("image");
        return rest;
    }
}
