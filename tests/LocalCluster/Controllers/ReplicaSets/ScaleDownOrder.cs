using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.ReplicaSets;

/// <summary>Which pods go first: the rules of the ReplicaSet controller, each asked only when those before it tie.</summary>
internal static class ScaleDownOrder
{
    private const string DeletionCost = "controller.kubernetes.io/pod-deletion-cost";

    public static IEnumerable<JsonObject> Sort(IReadOnlyCollection<JsonObject> pods)
    {
        var perNode = pods.GroupBy(pod => pod.Text("spec", "nodeName") ?? "").ToDictionary(group => group.Key, group => group.Count());
        return pods
            .OrderBy(pod => pod.Text("spec", "nodeName") is not null)
            .ThenBy(pod => pod.Text("status", "phase") switch { "Pending" => 0, "Running" => 2, _ => 1 })
            .ThenBy(PodFacts.IsReady)
            .ThenBy(Cost)
            .ThenByDescending(pod => perNode[pod.Text("spec", "nodeName") ?? ""])
            .ThenByDescending(pod => PodFacts.ReadySince(pod) ?? DateTimeOffset.MinValue)
            .ThenByDescending(PodFacts.Restarts)
            .ThenByDescending(pod => pod.Created)
            .ThenByDescending(pod => pod.Name, StringComparer.Ordinal);
    }

    // An annotation that is no number counts as the default, as upstream has it.
    private static int Cost(JsonObject pod) =>
        pod.Annotations.TryGetValue(DeletionCost, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;
}
