using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Scheduler.Filters;

/// <summary><c>nodeSelector</c> and required node affinity: terms are alternatives, expressions within a term must all hold.</summary>
internal static class NodeAffinityFilter
{
    public static IReadOnlyList<string> Check(JsonObject pod, NodeView node, ClusterView cluster) =>
        Matches(pod, node) ? [] : ["node(s) didn't match Pod's node affinity/selector"];

    public static bool Matches(JsonObject pod, NodeView node)
    {
        var selector = pod.Map("spec", "nodeSelector");
        if (selector.Count > 0 && !LabelSelector.MatchesMap(selector, node.Labels)) return false;
        var required = pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
        return required is null || required.Objects("nodeSelectorTerms").Any(term => MatchesTerm(term, node));
    }

    /// <summary>A term without any expression matches nothing.</summary>
    public static bool MatchesTerm(JsonNode? term, NodeView node)
    {
        var expressions = term.Objects("matchExpressions").ToList();
        var fields = term.Objects("matchFields").ToList();
        var names = new Dictionary<string, string> { ["metadata.name"] = node.Name };
        return expressions.Count + fields.Count > 0
            && expressions.TrueForAll(expression => LabelSelector.MatchesExpression(expression, node.Labels))
            && fields.TrueForAll(field => LabelSelector.MatchesExpression(field, names));
    }
}
