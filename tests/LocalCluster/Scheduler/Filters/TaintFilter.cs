using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Scheduler.Filters;

/// <summary>A taint keeps pods off that do not tolerate it.</summary>
internal static class TaintFilter
{
    public static IReadOnlyList<string> Check(JsonObject pod, NodeView node, ClusterView cluster)
    {
        var taint = node.Node.Objects("spec", "taints").FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute" && !IsTolerated(pod, taint));
        return taint is null ? [] : [$"node(s) had untolerated taint {{{taint.Text("key")}: {taint.Text("value")}}}"];
    }

    public static bool IsTolerated(JsonObject pod, JsonObject taint) =>
        pod.Objects("spec", "tolerations").Any(toleration => Tolerates(toleration, taint));

    private static bool Tolerates(JsonObject toleration, JsonObject taint)
    {
        if (toleration.Text("effect") is { Length: > 0 } effect && effect != taint.Text("effect")) return false;
        var key = toleration.Text("key") ?? "";
        var exists = toleration.Text("operator") == "Exists";
        // An empty key with Exists tolerates everything.
        if (key.Length == 0) return exists;
        return key == taint.Text("key") && (exists || (toleration.Text("value") ?? "") == (taint.Text("value") ?? ""));
    }
}
