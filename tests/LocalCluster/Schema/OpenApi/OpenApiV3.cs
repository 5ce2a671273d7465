using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>The document of one group and version, which newer kubectl explains and detects server features by.</summary>
internal static class OpenApiV3
{
    private const string Prefix = "#/components/schemas/";

    public static JsonObject Document(IReadOnlyList<(ResourceType Type, SchemaNode Schema)> types)
    {
        var definitions = new DefinitionCollector(Prefix, v3: true);
        var paths = new JsonObject();
        foreach (var (type, schema) in types)
        {
            var name = KindDefinitions.Add(definitions, Prefix, type, schema);
            var content = new JsonObject
            {
                ["application/json"] = new JsonObject { ["schema"] = DefinitionCollector.Reference(Prefix, name) },
            };
            Operations.AddPaths(paths, type, new OperationStyle(null, new JsonObject { ["content"] = content }, null, query => new JsonObject
            {
                ["name"] = query.Name,
                ["in"] = "query",
                ["description"] = query.Description,
                ["schema"] = new JsonObject { ["type"] = query.Type, ["uniqueItems"] = true },
            }));
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.32.0" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = definitions.ToJson() },
        };
    }
}
