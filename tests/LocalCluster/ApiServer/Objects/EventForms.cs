using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Events are one set of objects under two groups, with other field names: core <c>v1</c> is the stored form.</summary>
internal static class EventForms
{
    private static readonly (string Core, string New)[] Names =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    private static readonly ResourceType Core = BuiltInTypes.Find("v1", "Event")!;

    public static bool IsForeign(ResourceType type) => type is { Group: "events.k8s.io", Plural: "events" };

    /// <summary>The request as one about the stored type.</summary>
    public static ObjectRequest Stored(ObjectRequest request) => IsForeign(request.Type) ? request with { Type = Core } : request;

    /// <summary>From the form of the asked type to the stored one.</summary>
    public static JsonObject In(ResourceType type, JsonObject content) => IsForeign(type) ? ToCore(content) : content;

    /// <summary>From the stored form to the one of the asked type.</summary>
    public static JsonObject Out(ResourceType type, JsonObject content) => IsForeign(type) ? FromCore(content) : content;

    private static JsonObject FromCore(JsonObject core) => Rename(core, "events.k8s.io/v1", name => Names.FirstOrDefault(pair => pair.Core == name).New);

    private static JsonObject ToCore(JsonObject content) => Rename(content, "v1", name => Names.FirstOrDefault(pair => pair.New == name).Core);

    private static JsonObject Rename(JsonObject content, string apiVersion, Func<string, string?> rename)
    {
        var made = new JsonObject();
        foreach (var (name, value) in content) made[rename(name) ?? name] = value?.DeepClone();
        made["apiVersion"] = apiVersion;
        return made;
    }
}
