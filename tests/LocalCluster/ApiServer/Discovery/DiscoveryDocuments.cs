using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Discovery;

/// <summary>Discovery as every client understands it: one document per group and version.</summary>
internal static class DiscoveryDocuments
{
    public static JsonObject CoreVersions(string serverAddress) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = serverAddress }),
    };

    public static JsonObject GroupList(TypeTable types) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. types.GroupVersions.Where(group => group.Group.Length > 0).Select(Describe)]),
    };

    /// <returns>Null when no such group is served.</returns>
    public static JsonObject? Group(TypeTable types, string name)
    {
        var group = types.GroupVersions.FirstOrDefault(candidate => candidate.Group == name);
        if (group is null) return null;
        var document = Describe(group);
        document["kind"] = "APIGroup";
        document["apiVersion"] = "v1";
        return document;
    }

    /// <returns>Null when the version is not served.</returns>
    public static JsonObject? Resources(TypeTable types, string group, string version)
    {
        if (!types.Serves(group, version)) return null;
        var served = types.All.Where(type => type.Group == group && type.Version == version);
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. served.SelectMany(Describe)]),
        };
    }

    private static JsonObject Describe(GroupVersions group)
    {
        JsonObject Version(string version) => new() { ["groupVersion"] = $"{group.Group}/{version}", ["version"] = version };
        return new JsonObject
        {
            ["name"] = group.Group,
            ["versions"] = new JsonArray([.. group.Versions.Select(Version)]),
            ["preferredVersion"] = Version(group.Preferred),
        };
    }

    private static IEnumerable<JsonNode> Describe(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = type.Verbs.ToJsonArray(),
        };
        if (type.ShortNames.Count > 0) resource["shortNames"] = type.ShortNames.ToJsonArray();
        if (type.Categories.Count > 0) resource["categories"] = type.Categories.ToJsonArray();
        yield return resource;
        foreach (var name in type.Subresources) yield return Describe(type, SubresourceKind.Of(type, name));
    }

    private static JsonObject Describe(ResourceType type, SubresourceKind subresource)
    {
        var document = new JsonObject
        {
            ["name"] = $"{type.Plural}/{subresource.Name}",
            ["singularName"] = "",
            ["namespaced"] = type.Namespaced,
            ["kind"] = subresource.Kind,
            ["verbs"] = subresource.Verbs.ToJsonArray(),
        };
        if (subresource.Group != type.Group || subresource.Version != type.Version)
        {
            document["group"] = subresource.Group;
            document["version"] = subresource.Version;
        }

        return document;
    }
}
