using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Schema.BuiltIn.Defaults;

/// <summary>Defaults that depend on other fields; the others stand in the type files.</summary>
internal static class BuiltInDefaults
{
    private static readonly Dictionary<string, Action<JsonObject>> ByKind = new(StringComparer.Ordinal)
    {
        ["Pod"] = pod => PodDefaults.ApplyToPod(pod),
        ["Service"] = ServiceDefaults.Apply,
        ["Deployment"] = deployment => RollingUpdate(deployment.At("spec", "strategy"), []),
        ["DaemonSet"] = set => RollingUpdate(set.At("spec", "updateStrategy"), []),
        ["StatefulSet"] = set =>
        {
            RollingUpdate(set.At("spec", "updateStrategy"), new JsonObject { ["partition"] = 0 });
            if (set["spec"] is JsonObject spec)
                spec["persistentVolumeClaimRetentionPolicy"] ??= new JsonObject { ["whenDeleted"] = "Retain", ["whenScaled"] = "Retain" };
        },
        ["Job"] = JobCounts,
        ["NetworkPolicy"] = PolicyTypes,
        ["RoleBinding"] = SubjectGroups,
        ["ClusterRoleBinding"] = SubjectGroups,
    };

    public static void Apply(string kind, JsonObject value)
    {
        if (ByKind.TryGetValue(kind, out var apply)) apply(value);
        foreach (var (spec, _) in PodSpecs.Within(kind, value)) PodDefaults.Apply(spec);
    }

    private static void RollingUpdate(JsonNode? strategy, JsonObject settings)
    {
        if (strategy is JsonObject found && found.Text("type") == "RollingUpdate") found["rollingUpdate"] ??= settings;
    }

    private static void JobCounts(JsonObject job)
    {
        if (job["spec"] is not JsonObject spec) return;
        if (spec["completions"] is null && spec["parallelism"] is null) spec["completions"] = 1;
        spec["parallelism"] ??= 1;
    }

    private static void PolicyTypes(JsonObject policy)
    {
        if (policy["spec"] is not JsonObject spec) return;
        spec["podSelector"] ??= new JsonObject();
        if (spec["policyTypes"] is JsonArray { Count: > 0 }) return;
        spec["policyTypes"] = spec["egress"] is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
    }

    private static void SubjectGroups(JsonObject binding)
    {
        foreach (var subject in (binding["subjects"] as JsonArray ?? []).OfType<JsonObject>())
            if (subject.Text("kind") is "User" or "Group") subject["apiGroup"] ??= "rbac.authorization.k8s.io";
    }
}
