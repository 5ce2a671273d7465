using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>The document that kubectl up to 1.26 validates and explains by.</summary>
internal static class OpenApiV2
{
    private const string Prefix = "#/definitions/";

    public static JsonObject Document(IReadOnlyList<(ResourceType Type, SchemaNode Schema)> types)
    {
        var definitions = new DefinitionCollector(Prefix, v3: false);
        var paths = new JsonObject();
        foreach (var (type, schema) in types)
        {
            var name = KindDefinitions.Add(definitions, Prefix, type, schema);
            var body = new JsonObject
            {
                ["name"] = "body", ["in"] = "body", ["required"] = true, ["schema"] = DefinitionCollector.Reference(Prefix, name),
            };
            Operations.AddPaths(paths, type, new OperationStyle(body, null, DefinitionCollector.Reference(Prefix, name), query => new JsonObject
            {
                ["name"] = query.Name, ["in"] = "query", ["type"] = query.Type, ["uniqueItems"] = true, ["description"] = query.Description,
            }));
        }

        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.32.0" },
            ["paths"] = paths,
            ["definitions"] = definitions.ToJson(),
        };
    }
}
