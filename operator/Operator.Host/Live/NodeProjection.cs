using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Host.Live;

internal static class NodeProjection
{
    public static ObservedNode Observe(LiveNode node)
    {
        var manifest = node.ToManifest("v1", "Node");
        var conditions = manifest["status"]?["conditions"] as JsonArray ?? [];
        var ready = conditions.Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True");
        return new()
        {
            Name = node.Metadata.Name,
            Labels = new Dictionary<string, string>(node.Metadata.Labels ?? new Dictionary<string, string>()),
            Usable = ready && (bool?)manifest["spec"]?["unschedulable"] != true,
            Allocatable = ExtendedResources(manifest["status"]?["allocatable"] as JsonObject),
        };
    }

    /// <summary>Heartbeats change a node every few seconds; decisions see only this.</summary>
    public static bool Same(ObservedNode? a, ObservedNode? b) =>
        a is not null && b is not null
        && a.Usable == b.Usable
        && a.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).SequenceEqual(b.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        && a.Allocatable.OrderBy(resource => resource.Key, StringComparer.Ordinal).SequenceEqual(b.Allocatable.OrderBy(resource => resource.Key, StringComparer.Ordinal));

    /// <summary>Extended resources have a domain in their name and come in whole units.</summary>
    private static Dictionary<string, int> ExtendedResources(JsonObject? allocatable) => (allocatable ?? [])
        .Where(resource => resource.Key.Contains('/', StringComparison.Ordinal) && Quantity.TryParse((string?)resource.Value, out _))
        .ToDictionary(resource => resource.Key, resource => ToUnits(new Quantity((string)resource.Value!).ToDecimal()));

    /// <summary>Some device plugins count bytes; more than an int holds is as good as an int full.</summary>
    public static int ToUnits(decimal amount) => (int)Math.Min(amount, int.MaxValue);
}
