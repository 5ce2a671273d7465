using System.Text.Json.Nodes;
using InferOps.LocalCluster.Schema.Cel;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.CustomResources;

/// <summary>Evaluates the rules of <c>x-kubernetes-validations</c> all through an object.</summary>
internal static class CelValidator
{
    /// <param name="old">The stored value at the same place, or null where there is none to compare with.</param>
    public static void Validate(JsonNode? value, JsonNode? old, SchemaNode schema, string path, Causes causes)
    {
        if (value is null) return;
        foreach (var rule in schema.Rules.Cel) Evaluate(rule, value, old, schema, path, causes);
        switch (value)
        {
            case JsonObject fields:
                foreach (var (name, child) in fields)
                    if (schema.Field(name) is { } field) Validate(child, (old as JsonObject)?[name], field, SchemaValidator.Child(path, name), causes);
                break;
            case JsonArray items when schema.Items is { } item:
                for (var index = 0; index < items.Count; index++)
                    Validate(items[index], Counterpart(items[index], old, schema), item, $"{path}[{index}]", causes);
                break;
        }
    }

    /// <summary>Only items of a list-map are the same item as before; others have no identity.</summary>
    private static JsonNode? Counterpart(JsonNode? item, JsonNode? old, SchemaNode list) =>
        list.ListType == ListType.Map && old is JsonArray before && item is JsonObject fields
            ? before.FirstOrDefault(other => other is JsonObject then && list.ListMapKeys.All(key => JsonNode.DeepEquals(then[key], fields[key])))
            : null;

    private static void Evaluate(CelRule rule, JsonNode value, JsonNode? old, SchemaNode schema, string path, Causes causes)
    {
        var program = rule.Compile(schema);
        if (program.UsesOldSelf && old is null && !rule.OptionalOldSelf) return;
        var at = rule.FieldPath is null ? path : path + rule.FieldPath;
        var self = Values.From(value, schema);
        try
        {
            if (program.Evaluate(self, Values.From(old, schema)) is not true) causes.Rule(Reason(rule.Reason), at, value, Message(rule, self, schema));
        }
        catch (CelException error)
        {
            causes.Rule("FieldValueInvalid", at, value, $"{error.Message} evaluating rule: {rule.Rule}");
        }
    }

    private static string Message(CelRule rule, object? self, SchemaNode schema)
    {
        if (rule.MessageExpression is not null && Computed(rule.MessageExpression, self, schema) is { Length: > 0 } computed) return computed;
        return rule.Message ?? $"failed rule: {rule.Rule.Trim()}";
    }

    /// <summary>A message that cannot be computed gives way to the fixed one, as in the API server.</summary>
    private static string? Computed(string source, object? self, SchemaNode schema)
    {
        try
        {
            return CelProgram.Compile(source, schema).Evaluate(self, null) as string;
        }
        catch (CelException)
        {
            return null;
        }
    }

    private static string Reason(string? reason) => reason ?? "FieldValueInvalid";
}
