using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Scheduler;

/// <summary>A node with the pods on it, as one scheduling decision sees it.</summary>
internal sealed class NodeView(JsonObject node, IReadOnlyList<JsonObject> pods)
{
    private readonly Dictionary<string, decimal> _used = Sum(pods);

    public JsonObject Node => node;

    public string Name => node.Name;

    public IReadOnlyDictionary<string, string> Labels { get; } = node.Labels;

    public IReadOnlyList<JsonObject> Pods => pods;

    public IReadOnlyDictionary<string, decimal> Allocatable { get; } = Quantity.ParseMap(node.At("status", "allocatable"));

    public decimal Free(string resource) => Allocatable.GetValueOrDefault(resource) - _used.GetValueOrDefault(resource);

    private static Dictionary<string, decimal> Sum(IEnumerable<JsonObject> pods) => pods
        .SelectMany(pod => PodRequest.Of(pod).Append(KeyValuePair.Create("pods", 1m)))
        .GroupBy(request => request.Key)
        .ToDictionary(group => group.Key, group => group.Sum(request => request.Value));
}

/// <summary>All nodes and what runs on them, pods just bound included.</summary>
internal sealed record ClusterView(IReadOnlyList<NodeView> Nodes)
{
    public IEnumerable<JsonObject> Pods => Nodes.SelectMany(node => node.Pods);
}
