using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects.Rules;

/// <summary>What a new pod gets from the server.</summary>
internal static class PodRules
{
    private static readonly string[] Evictable = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public static void OnCreate(JsonObject pod)
    {
        var spec = pod.Child("spec");
        if (spec.Text("serviceAccountName") is null or "") spec["serviceAccountName"] = spec.Text("serviceAccount") ?? "default";
        spec["serviceAccount"] = spec.Text("serviceAccountName");
        TolerateNodeTrouble(spec);
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = QualityOfService(spec) };
    }

    /// <summary>A real cluster lets every pod stay five minutes on a node that went silent.</summary>
    private static void TolerateNodeTrouble(JsonObject spec)
    {
        var tolerations = spec["tolerations"] as JsonArray ?? [];
        foreach (var key in Evictable)
        {
            if (tolerations.Any(toleration => Covers(toleration, key))) continue;
            tolerations.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300 });
        }

        spec.SetOrRemove("tolerations", tolerations);
    }

    private static bool Covers(JsonNode? toleration, string key) =>
        toleration.Text("key") is null or "" || (toleration.Text("key") == key && toleration.Text("effect") is null or "" or "NoExecute");

    /// <summary>Guaranteed: every container's requests equal its limits for cpu and memory; BestEffort: none has either.</summary>
    private static string QualityOfService(JsonObject spec)
    {
        var containers = ((spec["containers"] as JsonArray) ?? []).Concat((spec["initContainers"] as JsonArray) ?? []).ToList();
        bool Has(JsonNode? container, string kind, string resource) => container.At("resources", kind, resource) is not null;
        if (containers.All(container => !Has(container, "requests", "cpu") && !Has(container, "requests", "memory")
            && !Has(container, "limits", "cpu") && !Has(container, "limits", "memory"))) return "BestEffort";
        bool Same(JsonNode? container, string resource) => Has(container, "limits", resource) && (!Has(container, "requests", resource)
            || JsonNode.DeepEquals(container.At("resources", "requests", resource), container.At("resources", "limits", resource)));
        return containers.All(container => Same(container, "cpu") && Same(container, "memory")) ? "Guaranteed" : "Burstable";
    }
}
