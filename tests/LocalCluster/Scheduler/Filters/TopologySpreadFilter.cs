using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Scheduler.Filters;

/// <summary><c>topologySpreadConstraints</c> with <c>DoNotSchedule</c>: matching pods per domain may differ by at most <c>maxSkew</c>.</summary>
internal static class TopologySpreadFilter
{
    public static IReadOnlyList<string> Check(JsonObject pod, NodeView node, ClusterView cluster)
    {
        foreach (var constraint in pod.Objects("spec", "topologySpreadConstraints").Where(item => item.Text("whenUnsatisfiable") != "ScheduleAnyway"))
        {
            var key = constraint.Text("topologyKey") ?? "";
            if (!node.Labels.TryGetValue(key, out var domain)) return ["node(s) didn't match pod topology spread constraints (missing required label)"];
            var counts = CountPerDomain(pod, constraint, cluster);
            // Fewer domains than minDomains: an imaginary empty one is the least.
            var least = counts.Count < (constraint.Whole("minDomains") ?? 1) ? 0 : counts.Values.DefaultIfEmpty(0).Min();
            var self = LabelSelector.Matches(constraint["labelSelector"], pod.Labels) ? 1 : 0;
            if (counts.GetValueOrDefault(domain) + self - least > (constraint.Whole("maxSkew") ?? 1)) return ["node(s) didn't match pod topology spread constraints"];
        }

        return [];
    }

    /// <summary>Matching pods of the same namespace per value of the topology label, over nodes the pod could select at all.</summary>
    public static Dictionary<string, int> CountPerDomain(JsonObject pod, JsonObject constraint, ClusterView cluster)
    {
        var key = constraint.Text("topologyKey") ?? "";
        var selector = Selector(pod, constraint);
        var counts = new Dictionary<string, int>();
        foreach (var node in cluster.Nodes)
        {
            if (!node.Labels.TryGetValue(key, out var domain) || !IsCounted(pod, constraint, node)) continue;
            var matching = node.Pods.Count(other => other.Namespace == pod.Namespace && !other.IsDeleting && LabelSelector.Matches(selector, other.Labels));
            counts[domain] = counts.GetValueOrDefault(domain) + matching;
        }

        return counts;
    }

    private static bool IsCounted(JsonObject pod, JsonObject constraint, NodeView node)
    {
        if (constraint.Text("nodeAffinityPolicy") != "Ignore" && !NodeAffinityFilter.Matches(pod, node)) return false;
        return constraint.Text("nodeTaintsPolicy") != "Honor" || TaintFilter.Check(pod, node, new ClusterView([])).Count == 0;
    }

    // matchLabelKeys (such as pod-template-hash) narrows the selector to the pod's own values.
    private static JsonObject? Selector(JsonObject pod, JsonObject constraint)
    {
        if (constraint["labelSelector"] is not JsonObject selector) return null;
        var narrowed = selector.Copy();
        foreach (var key in constraint.Texts("matchLabelKeys"))
            if (pod.Labels.TryGetValue(key, out var value)) narrowed.Ensure("matchLabels")[key] = value;
        return narrowed;
    }
}
