using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Scheduler.Filters;

/// <summary>A cordoned node takes no new pods, unless they tolerate just that.</summary>
internal static class SchedulableFilter
{
    private static readonly JsonObject Cordon = new() { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" };

    public static IReadOnlyList<string> Check(JsonObject pod, NodeView node, ClusterView cluster) =>
        node.Node.Flag("spec", "unschedulable") && !TaintFilter.IsTolerated(pod, Cordon) ? ["node(s) were unschedulable"] : [];
}
