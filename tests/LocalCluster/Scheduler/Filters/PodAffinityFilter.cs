using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Scheduler.Filters;

/// <summary>Required affinity and anti-affinity between pods, in both directions, per topology domain.</summary>
internal static class PodAffinityFilter
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";

    public static IReadOnlyList<string> Check(JsonObject pod, NodeView node, ClusterView cluster)
    {
        if (Terms(pod, "podAffinity").Any(term => !HasCompany(pod, term, node, cluster))) return ["node(s) didn't match pod affinity rules"];
        if (Terms(pod, "podAntiAffinity").Any(term => Domain(term, node, cluster).Any(other => Matches(term, pod, other))))
            return ["node(s) didn't match pod anti-affinity rules"];
        return cluster.Pods.Any(other => Terms(other, "podAntiAffinity").Any(term => Matches(term, other, pod) && Domain(term, node, cluster).Contains(other)))
            ? ["node(s) didn't satisfy existing pods anti-affinity rules"]
            : [];
    }

    /// <summary>The pods that share the node's value of the term's topology label.</summary>
    public static IEnumerable<JsonObject> Domain(JsonObject term, NodeView node, ClusterView cluster)
    {
        var key = term.Text("topologyKey") ?? "";
        return node.Labels.TryGetValue(key, out var domain)
            ? cluster.Nodes.Where(other => other.Labels.GetValueOrDefault(key) == domain).SelectMany(other => other.Pods)
            : [];
    }

    /// <summary>Whether <paramref name="other"/> is meant by a term of <paramref name="pod"/>.</summary>
    public static bool Matches(JsonObject term, JsonObject pod, JsonObject other)
    {
        var named = term.Texts("namespaces").ToList();
        var everywhere = term["namespaceSelector"] is JsonObject { Count: 0 };
        var reaches = everywhere || (named.Count > 0 ? named.Contains(other.Namespace ?? "") : other.Namespace == pod.Namespace);
        return reaches && LabelSelector.Matches(term["labelSelector"], other.Labels);
    }

    private static IEnumerable<JsonObject> Terms(JsonObject pod, string kind) => pod.Objects("spec", "affinity", kind, Required);

    // The first pod of a group that wants its own company may go anywhere.
    private static bool HasCompany(JsonObject pod, JsonObject term, NodeView node, ClusterView cluster) =>
        Domain(term, node, cluster).Any(other => Matches(term, pod, other))
        || (Matches(term, pod, pod) && node.Labels.ContainsKey(term.Text("topologyKey") ?? "") && !cluster.Pods.Any(other => Matches(term, pod, other)));
}
