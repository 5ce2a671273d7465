using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Schema.BuiltIn.Defaults;

/// <summary>Defaults of pods and of pod templates.</summary>
internal static class PodDefaults
{
    /// <summary>What only pods get, not templates.</summary>
    public static void ApplyToPod(JsonObject pod)
    {
        if (pod["spec"] is not JsonObject spec) return;
        spec["enableServiceLinks"] ??= true;
        foreach (var container in Containers(spec))
        {
            if (container.At("resources", "limits") is not JsonObject limits) continue;
            var requests = container["resources"]!.AsObject().Child("requests");
            foreach (var (resource, amount) in limits) requests[resource] ??= amount?.DeepClone();
        }
    }

    public static void Apply(JsonObject spec)
    {
        foreach (var container in Containers(spec))
        {
            container["imagePullPolicy"] ??= PullPolicy(container.Text("image") ?? "");
            if (!spec.IsTrue("hostNetwork")) continue;
            foreach (var port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>()) port["hostPort"] ??= port["containerPort"]?.DeepClone();
        }

        // A volume that says nothing about its source is an empty directory.
        foreach (var volume in (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>())
            if (volume.Count == 1 && volume.ContainsKey("name")) volume["emptyDir"] = new JsonObject();

        if (spec.Text("serviceAccountName") is { Length: > 0 } account) spec["serviceAccount"] = account;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject spec) =>
        (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"] as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>A tag that moves is pulled each time: latest, or none, unless a digest is given.</summary>
    private static string PullPolicy(string image)
    {
        if (image.Contains('@')) return "IfNotPresent";
        var name = image[(image.LastIndexOf('/') + 1)..];
        return name.Contains(':') && !name.EndsWith(":latest", StringComparison.Ordinal) ? "IfNotPresent" : "Always";
    }
}
