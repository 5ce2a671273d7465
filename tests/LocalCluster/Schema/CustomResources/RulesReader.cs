using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Schema.CustomResources;

/// <summary>Reads the value validations of one schema node.</summary>
internal static class RulesReader
{
    public static ValueRules Read(JsonObject schema) => new()
    {
        Enum = schema["enum"] is JsonArray values ? [.. values.OfType<JsonNode>()] : [],
        Pattern = schema.Text("pattern"),
        MinLength = schema.Number("minLength"),
        MaxLength = schema.Number("maxLength"),
        MinItems = schema.Number("minItems"),
        MaxItems = schema.Number("maxItems"),
        MinProperties = schema.Number("minProperties"),
        MaxProperties = schema.Number("maxProperties"),
        Minimum = Double(schema["minimum"]),
        Maximum = Double(schema["maximum"]),
        ExclusiveMinimum = schema.IsTrue("exclusiveMinimum"),
        ExclusiveMaximum = schema.IsTrue("exclusiveMaximum"),
        MultipleOf = Double(schema["multipleOf"]),
        UniqueItems = schema.IsTrue("uniqueItems"),
        AllOf = Alternatives(schema["allOf"]),
        AnyOf = Alternatives(schema["anyOf"]),
        OneOf = Alternatives(schema["oneOf"]),
        Not = schema["not"] is JsonObject not ? SchemaReader.Read(not) : null,
        Cel = schema["x-kubernetes-validations"] is JsonArray rules ? [.. rules.OfType<JsonObject>().Select(Rule)] : [],
    };

    private static IReadOnlyList<SchemaNode> Alternatives(JsonNode? list) =>
        list is JsonArray schemas ? [.. schemas.OfType<JsonObject>().Select(SchemaReader.Read)] : [];

    private static CelRule Rule(JsonObject rule) => new(
        rule.Text("rule") ?? "", rule.Text("message"), rule.Text("messageExpression"), rule.Text("reason"), rule.Text("fieldPath"), rule.IsTrue("optionalOldSelf"));

    private static double? Double(JsonNode? value) =>
        value is JsonValue && value.GetValueKind() == JsonValueKind.Number ? JsonSerializer.Deserialize<double>(value) : null;
}
