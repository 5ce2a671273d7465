using System.Text.Json.Nodes;

namespace KubeOps.Operator.Web.Webhooks.Admission;

/// <summary>The JSON patch that turns one document into another. Arrays that differ are replaced as a whole.</summary>
internal static class JsonDifference
{
    public static JsonArray Between(JsonObject from, JsonObject to)
    {
        var operations = new JsonArray();
        Compare("", from, to, operations);
        return operations;
    }

    private static void Compare(string path, JsonObject from, JsonObject to, JsonArray operations)
    {
        foreach (var (name, before) in from)
        {
            var here = $"{path}/{Escape(name)}";
            if (!to.TryGetPropertyValue(name, out var after)) operations.Add(Operation("remove", here));
            else if (before is JsonObject left && after is JsonObject right) Compare(here, left, right, operations);
            else if (!JsonNode.DeepEquals(before, after)) operations.Add(Operation("replace", here, after));
        }

        foreach (var (name, after) in to.Where(property => !from.ContainsKey(property.Key)))
            operations.Add(Operation("add", $"{path}/{Escape(name)}", after));
    }

    private static JsonObject Operation(string kind, string path) => new() { ["op"] = kind, ["path"] = path };

    private static JsonObject Operation(string kind, string path, JsonNode? value) => new() { ["op"] = kind, ["path"] = path, ["value"] = value?.DeepClone() };

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
