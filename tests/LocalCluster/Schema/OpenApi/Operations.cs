using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>A query parameter of an operation.</summary>
internal sealed record QueryParameter(string Name, string Type, string Description);

/// <summary>In what v2 and v3 write operations differently.</summary>
/// <param name="Body">v2: the parameter that is the body.</param>
/// <param name="RequestBody">v3: the body.</param>
/// <param name="ResponseSchema">v2: the schema of answers.</param>
/// <param name="Query">Writes a query parameter.</param>
internal sealed record OperationStyle(JsonObject? Body, JsonObject? RequestBody, JsonObject? ResponseSchema, Func<QueryParameter, JsonObject> Query);

/// <summary>The paths of a resource with their operations. Clients learn from them whether dry-run and field validation are there.</summary>
internal static class Operations
{
    private static readonly QueryParameter[] OfWrites =
    [
        new("dryRun", "string", "All: do everything but persist."),
        new("fieldManager", "string", "Who makes the change."),
        new("fieldValidation", "string", "What to do about unknown fields: Ignore, Warn or Strict."),
    ];

    private static readonly QueryParameter Force = new("force", "boolean", "Apply only: take over fields of other managers.");

    public static void AddPaths(JsonObject paths, ResourceType type, OperationStyle style)
    {
        var root = type.Group.Length == 0 ? $"/api/{type.Version}" : $"/apis/{type.ApiVersion}";
        var collection = type.Namespaced ? $"{root}/namespaces/{{namespace}}/{type.Plural}" : $"{root}/{type.Plural}";
        paths[collection] = PathItem(type, style, [("list", "get", "list"), ("create", "post", "post")]);
        if (type.Verbs.Contains("get"))
            paths[collection + "/{name}"] = PathItem(type, style, [("get", "get", "get"), ("update", "put", "put"), ("patch", "patch", "patch"), ("delete", "delete", "delete")]);
    }

    private static JsonObject PathItem(ResourceType type, OperationStyle style, IEnumerable<(string Verb, string Method, string Action)> operations)
    {
        var item = new JsonObject();
        foreach (var (verb, method, action) in operations.Where(operation => type.Verbs.Contains(operation.Verb)))
            item[method] = Operation(type, style, method, action);
        return item;
    }

    private static JsonObject Operation(ResourceType type, OperationStyle style, string method, string action)
    {
        var writes = method is "post" or "put" or "patch";
        var parameters = new JsonArray();
        if (writes && style.Body is not null) parameters.Add(style.Body.DeepClone());
        foreach (var query in writes ? OfWrites : method == "delete" ? OfWrites[..1] : []) parameters.Add(style.Query(query));
        if (method == "patch") parameters.Add(style.Query(Force));

        var answer = new JsonObject { ["description"] = "OK" };
        if (style.ResponseSchema is not null) answer["schema"] = style.ResponseSchema.DeepClone();
        var operation = new JsonObject { ["operationId"] = $"{action}{type.Group.Replace(".", "")}{type.Version}{type.Kind}" };
        if (parameters.Count > 0) operation["parameters"] = parameters;
        if (writes && style.RequestBody is not null) operation["requestBody"] = style.RequestBody.DeepClone();
        operation["responses"] = new JsonObject { ["200"] = answer };
        operation["x-kubernetes-action"] = action;
        operation["x-kubernetes-group-version-kind"] = KindDefinitions.Identity(type, type.Kind);
        return operation;
    }
}
