using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema.BuiltIn;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>The definitions of a served kind and of its list, marked with the group, version and kind by which kubectl finds them.</summary>
internal static class KindDefinitions
{
    private const string GroupVersionKind = "x-kubernetes-group-version-kind";

    /// <summary>Adds both definitions and returns the name of the kind's.</summary>
    public static string Add(DefinitionCollector definitions, string prefix, ResourceType type, SchemaNode schema)
    {
        var name = schema.Definition ?? $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";
        var node = schema with { Definition = name };
        definitions.Refer(node);
        Mark(definitions.Find(name)!, type, type.Kind);
        if (type.Verbs.Contains("list")) definitions.Add(name + "List", ListOf(definitions, prefix, type, name));
        return name;
    }

    public static JsonObject Identity(ResourceType type, string kind) => new() { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = kind };

    private static JsonObject ListOf(DefinitionCollector definitions, string prefix, ResourceType type, string name)
    {
        var listMeta = definitions.Refer(BuiltInSchemas.Shared.Definitions["io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta"]);
        listMeta["description"] = "Standard list metadata.";
        var list = new JsonObject
        {
            ["description"] = $"A list of {type.Kind}.",
            ["type"] = "object",
            ["required"] = new JsonArray("items"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "Group and version of this representation." },
                ["items"] = new JsonObject
                {
                    ["type"] = "array", ["description"] = "The objects.", ["items"] = DefinitionCollector.Reference(prefix, name),
                },
                ["kind"] = new JsonObject { ["type"] = "string", ["description"] = "Kind of this representation." },
                ["metadata"] = listMeta,
            },
        };
        Mark(list, type, type.ListKind);
        return list;
    }

    private static void Mark(JsonObject definition, ResourceType type, string kind) => definition[GroupVersionKind] = new JsonArray(Identity(type, kind));
}
