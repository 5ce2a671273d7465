using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Events are one set of objects under two groups, with other field names: core <c>v1</c> is the stored form.</summary>
internal static class EventForms
{
    private static readonly (string Core, string New)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    public static bool IsForeign(ResourceType type, StoredObject stored) => type.Group == "events.k8s.io" && stored.Key.Resource == "events";

    public static JsonObject FromCore(JsonObject core) => Rename(core, "events.k8s.io/v1", name => Names.FirstOrDefault(pair => pair.Core == name).New);

    public static JsonObject ToCore(JsonObject content) => Rename(content, "v1", name => Names.FirstOrDefault(pair => pair.New == name).Core);

    private static JsonObject Rename(JsonObject content, string apiVersion, Func<string, string?> rename)
    {
        var made = new JsonObject();
        foreach (var (name, value) in content) made[rename(name) ?? name] = value?.DeepClone();
        made["apiVersion"] = apiVersion;
        return made;
    }
}
