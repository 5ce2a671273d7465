using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Scheduler.Filters;

namespace InferOps.LocalCluster.Scheduler.Scores;

/// <summary>One wish: larger is better, in any unit.</summary>
internal delegate double Score(JsonObject pod, NodeView node, ClusterView cluster);

/// <summary>The wishes and what each weighs after being scaled to 0..100 over the candidates. Weights are those of kube-scheduler.</summary>
internal static class ScoreList
{
    public static readonly IReadOnlyList<(Score Score, double Weight)> Weighted =
    [
        (PreferredTaints, 3),
        (PreferredNodes, 2),
        (EvenSpread, 2),
        (PreferredCompany, 2),
        (LeastAllocated, 1),
    ];

    private static double PreferredTaints(JsonObject pod, NodeView node, ClusterView cluster) =>
        -node.Node.Objects("spec", "taints").Count(taint => taint.Text("effect") == "PreferNoSchedule" && !TaintFilter.IsTolerated(pod, taint));

    private static double PreferredNodes(JsonObject pod, NodeView node, ClusterView cluster) => pod
        .Objects("spec", "affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution")
        .Where(term => NodeAffinityFilter.MatchesTerm(term["preference"], node))
        .Sum(term => (double)(term.Whole("weight") ?? 0));

    // Also without a constraint, pods of one owner spread over the nodes.
    private static double EvenSpread(JsonObject pod, NodeView node, ClusterView cluster)
    {
        double crowd = 0;
        foreach (var constraint in pod.Objects("spec", "topologySpreadConstraints").Where(item => item.Text("whenUnsatisfiable") == "ScheduleAnyway"))
            crowd += node.Labels.TryGetValue(constraint.Text("topologyKey") ?? "", out var domain)
                ? TopologySpreadFilter.CountPerDomain(pod, constraint, cluster).GetValueOrDefault(domain)
                : 1000;
        var owner = pod.ControllerReference.Text("uid");
        return -crowd - (owner is null ? 0 : node.Pods.Count(other => other.ControllerReference.Text("uid") == owner));
    }

    private static double PreferredCompany(JsonObject pod, NodeView node, ClusterView cluster)
    {
        return Sum("podAffinity") - Sum("podAntiAffinity");

        double Sum(string kind) => pod.Objects("spec", "affinity", kind, "preferredDuringSchedulingIgnoredDuringExecution").Sum(wish =>
            wish["podAffinityTerm"] is JsonObject term
                ? (wish.Whole("weight") ?? 0) * PodAffinityFilter.Domain(term, node, cluster).Count(other => PodAffinityFilter.Matches(term, pod, other))
                : 0);
    }

    private static double LeastAllocated(JsonObject pod, NodeView node, ClusterView cluster)
    {
        return (Share("cpu") + Share("memory")) / 2;

        double Share(string resource) =>
            node.Allocatable.GetValueOrDefault(resource) is > 0 and var all ? (double)Math.Max(0, node.Free(resource) / all) : 0;
    }
}
