using System.Text.Json.Nodes;
using InferOps.LocalCluster.Scheduler.Filters;
using InferOps.LocalCluster.Scheduler.Scores;

namespace InferOps.LocalCluster.Scheduler;

/// <summary>Where a pod goes. <see cref="Node"/> is null when no node takes it, and <see cref="Message"/> then says why.</summary>
internal sealed record Placement(string? Node, string Message);

/// <summary>Decides for one pod over one view of the cluster. Pure.</summary>
internal static class PodPlacement
{
    public static Placement Decide(JsonObject pod, ClusterView cluster)
    {
        List<NodeView> candidates = [];
        List<string> reasons = [];
        foreach (var node in cluster.Nodes)
        {
            var rejection = FilterList.InOrder.Select(filter => filter(pod, node, cluster)).FirstOrDefault(reason => reason.Count > 0);
            if (rejection is null) candidates.Add(node);
            else reasons.AddRange(rejection);
        }

        return candidates.Count == 0 ? new Placement(null, Explain(cluster.Nodes.Count, reasons)) : new Placement(Best(pod, candidates, cluster), "");
    }

    private static string Best(JsonObject pod, List<NodeView> candidates, ClusterView cluster)
    {
        var totals = candidates.ToDictionary(node => node.Name, _ => 0.0);
        foreach (var (score, weight) in ScoreList.Weighted)
        {
            var raw = candidates.ConvertAll(node => score(pod, node, cluster));
            var (low, high) = (raw.Min(), raw.Max());
            if (high > low)
                foreach (var (node, value) in candidates.Zip(raw)) totals[node.Name] += weight * 100 * (value - low) / (high - low);
        }

        return candidates.MaxBy(node => totals[node.Name])!.Name;
    }

    private static string Explain(int nodes, List<string> reasons)
    {
        if (nodes == 0) return "no nodes available to schedule pods";
        var counted = reasons.GroupBy(reason => reason).Select(group => $"{group.Count()} {group.Key}").Order(StringComparer.Ordinal);
        return $"0/{nodes} nodes are available: {string.Join(", ", counted)}. preemption: 0/{nodes} nodes are available: "
            + $"{nodes} Preemption is not helpful for scheduling.";
    }
}
