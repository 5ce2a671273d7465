using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Scheduler.Filters;

/// <summary>One hard rule: why <paramref name="pod"/> may not run on <paramref name="node"/>, empty when it may. The words are those of kube-scheduler.</summary>
internal delegate IReadOnlyList<string> Filter(JsonObject pod, NodeView node, ClusterView cluster);

/// <summary>The rules in the order they are asked; the first that objects is the one reported for a node.</summary>
internal static class FilterList
{
    public static readonly IReadOnlyList<Filter> InOrder =
    [
        SchedulableFilter.Check,
        TaintFilter.Check,
        NodeAffinityFilter.Check,
        ResourceFilter.Check,
        TopologySpreadFilter.Check,
        PodAffinityFilter.Check,
    ];
}
