using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.CustomResources;

/// <summary>Reads the types that a CustomResourceDefinition serves.</summary>
internal static class CrdTypes
{
    public const string Resource = "customresourcedefinitions.apiextensions.k8s.io";

    /// <summary>One type per served version; none while the definition is not established.</summary>
    public static IEnumerable<ResourceType> Read(JsonElement crd)
    {
        if (!IsEstablished(crd)) return [];
        return crd.Items("spec", "versions").Where(version => version.IsTrue("served")).Select(version => ReadVersion(crd, version));
    }

    /// <summary>The version objects are kept in.</summary>
    public static string? StorageVersion(JsonElement crd) =>
        crd.Items("spec", "versions").Where(version => version.IsTrue("storage")).Select(version => version.Text("name")).FirstOrDefault();

    public static JsonElement? Version(JsonElement crd, string name) =>
        crd.Items("spec", "versions").Where(version => version.Text("name") == name).Cast<JsonElement?>().FirstOrDefault();

    private static bool IsEstablished(JsonElement crd) => crd.Items("status", "conditions")
        .Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True");

    private static ResourceType ReadVersion(JsonElement crd, JsonElement version)
    {
        var kind = crd.Text("spec", "names", "kind")!;
        var scale = version.At("subresources", "scale");
        List<string> subresources = [];
        if (scale is not null) subresources.Add("scale");
        if (version.At("subresources", "status") is not null) subresources.Add("status");
        return new ResourceType(crd.Text("spec", "group")!, version.Text("name")!, kind, crd.Text("spec", "names", "plural")!, crd.Text("spec", "scope") == "Namespaced")
        {
            Singular = crd.Text("spec", "names", "singular") ?? kind.ToLowerInvariant(),
            ListKind = crd.Text("spec", "names", "listKind") ?? kind + "List",
            ShortNames = crd.Texts("spec", "names", "shortNames"),
            Categories = crd.Texts("spec", "names", "categories"),
            Subresources = subresources,
            Scale = scale is null
                ? null
                : new ScalePaths(scale.Value.Text("specReplicasPath")!, scale.Value.Text("statusReplicasPath")!, scale.Value.Text("labelSelectorPath")),
            IsCustom = true,
        };
    }
}
