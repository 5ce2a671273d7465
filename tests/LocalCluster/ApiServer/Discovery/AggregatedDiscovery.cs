using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Discovery;

/// <summary>Discovery of everything in one document, for clients that ask for <c>APIGroupDiscoveryList</c>.</summary>
internal static class AggregatedDiscovery
{
    /// <param name="types">What is served.</param>
    /// <param name="core">True for <c>/api</c>, false for <c>/apis</c>.</param>
    /// <param name="version">Version of the document itself: <c>v2</c> or <c>v2beta1</c>.</param>
    public static JsonObject Build(TypeTable types, bool core, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. types.GroupVersions.Where(group => group.Group.Length == 0 == core).Select(group => Group(types, group))]),
    };

    private static JsonObject Group(TypeTable types, GroupVersions group)
    {
        var metadata = new JsonObject { ["creationTimestamp"] = null };
        if (group.Group.Length > 0) metadata["name"] = group.Group;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = new JsonArray([.. group.Versions.Select(version => Version(types, group.Group, version))]),
        };
    }

    private static JsonObject Version(TypeTable types, string group, string version)
    {
        var served = types.All.Where(type => type.Group == group && type.Version == version);
        return new JsonObject
        {
            ["version"] = version,
            ["freshness"] = "Current",
            ["resources"] = new JsonArray([.. served.Select(Resource)]),
        };
    }

    private static JsonObject Resource(ResourceType type)
    {
        var resource = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = Kind(type.Group, type.Version, type.Kind),
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = type.Verbs.ToJsonArray(),
        };
        if (type.ShortNames.Count > 0) resource["shortNames"] = type.ShortNames.ToJsonArray();
        if (type.Categories.Count > 0) resource["categories"] = type.Categories.ToJsonArray();
        if (type.Subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. type.Subresources.Select(name => Subresource(SubresourceKind.Of(type, name)))]);
        }

        return resource;
    }

    private static JsonObject Subresource(SubresourceKind subresource) => new()
    {
        ["subresource"] = subresource.Name,
        ["responseKind"] = Kind(subresource.Group, subresource.Version, subresource.Kind),
        ["verbs"] = subresource.Verbs.ToJsonArray(),
    };

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };
}
