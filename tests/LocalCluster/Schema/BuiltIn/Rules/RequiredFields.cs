using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>
/// Required fields and closed sets of values of built-in types. A number or bool that is absent decodes to zero and is never missed, and most lists may
/// be empty; status is written by controllers and not checked.
/// </summary>
internal static class RequiredFields
{
    private static readonly HashSet<string> RequiredLists = ["containers", "verbs", "versions", "nodeSelectorTerms"];

    public static void Validate(JsonNode? value, SchemaNode schema, string path, Causes causes)
    {
        switch (value)
        {
            case JsonObject fields: Object(fields, schema, path, causes); break;
            case JsonArray items when schema.Items is { } item:
                for (var index = 0; index < items.Count; index++) Validate(items[index], item, $"{path}[{index}]", causes);
                break;
            case not null when schema.Rules.Enum.Count > 0 && !schema.Rules.Enum.Any(choice => JsonNode.DeepEquals(choice, value)):
                causes.NotSupported(path, value, schema.Rules.Enum);
                break;
        }
    }

    private static void Object(JsonObject value, SchemaNode schema, string path, Causes causes)
    {
        foreach (var name in schema.Required)
            if (IsMissed(value[name], schema.Field(name)!, name)) causes.Required(SchemaValidator.Child(path, name));
        foreach (var (name, child) in value)
        {
            if ((path.Length == 0 && name is "status" or "metadata") || schema.Field(name) is not { } field) continue;
            Validate(child, field, schema.Properties.ContainsKey(name) ? SchemaValidator.Child(path, name) : $"{path}[{name}]", causes);
        }
    }

    private static bool IsMissed(JsonNode? value, SchemaNode field, string name) => field.Type switch
    {
        "string" => value.Text() is null or "" && field.Default is null && name is not ("value" or "key"),
        "array" => RequiredLists.Contains(name) && value is not JsonArray { Count: > 0 },
        "integer" or "number" or "boolean" => false,
        _ => value is null,
    };
}
