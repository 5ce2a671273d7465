using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Scheduler.Filters;

/// <summary>Every request, extended resources such as <c>nvidia.com/gpu</c> included, fits into what is free.</summary>
internal static class ResourceFilter
{
    public static IReadOnlyList<string> Check(JsonObject pod, NodeView node, ClusterView cluster)
    {
        List<string> reasons = [];
        if (node.Free("pods") < 1) reasons.Add("Too many pods");
        foreach (var (resource, amount) in PodRequest.Of(pod))
            if (amount > 0 && amount > node.Free(resource)) reasons.Add($"Insufficient {resource}");
        return reasons;
    }
}
