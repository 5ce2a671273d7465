using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn;

/// <summary>
/// What decoding into the server's own types does to an object: nulls vanish, quantities become canonical, and a value of the wrong type is a malformed
/// request rather than an invalid object.
/// </summary>
internal static class Decoding
{
    public static void Normalize(JsonObject value, SchemaNode schema, ResourceType type)
    {
        try
        {
            Object(value, schema, "");
        }
        catch (FormatException error)
        {
            throw ApiException.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {error.Message}");
        }
    }

    private static void Object(JsonObject value, SchemaNode schema, string path)
    {
        foreach (var (name, child) in value.ToList())
        {
            if (schema.Field(name) is not { } field) continue;
            if (child is null) value.Remove(name);
            else if (Decoded(child, field, $"{path}.{name}") is { } replacement && !ReferenceEquals(replacement, child)) value[name] = replacement;
        }
    }

    /// <summary>The value itself, changed within, or what stands for it.</summary>
    private static JsonNode Decoded(JsonNode value, SchemaNode schema, string path)
    {
        var kind = value.GetValueKind();
        if (schema.Format == Scalar.QuantityFormat) return Canonical(value, path);
        if (!Fits(kind, value, schema)) throw new FormatException($"json: cannot unmarshal {Name(kind)} into Go struct field {path} of type {GoType(schema)}");
        if (schema.Format == "byte" && !Formats.Fits(schema.Format, value.GetValue<string>())) throw new FormatException($"illegal base64 data in {path}");
        switch (value)
        {
            case JsonObject fields: Object(fields, schema, path); break;
            case JsonArray items when schema.Items is { } item:
                for (var index = 0; index < items.Count; index++)
                    if (items[index] is { } child && Decoded(child, item, path) is var decoded && !ReferenceEquals(decoded, child)) items[index] = decoded;
                break;
        }

        return value;
    }

    private static JsonNode Canonical(JsonNode value, string path)
    {
        var text = value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => value.ToJsonString(),
            var kind => throw new FormatException($"json: cannot unmarshal {Name(kind)} into Go struct field {path} of type resource.Quantity"),
        };
        if (!Quantity.TryParse(text, out var quantity)) throw new FormatException(Quantity.Malformed);
        return quantity.ToString() == text && value.GetValueKind() == JsonValueKind.String ? value : JsonValue.Create(quantity.ToString());
    }

    private static bool Fits(JsonValueKind kind, JsonNode value, SchemaNode schema) => schema switch
    {
        { IntOrString: true } => kind == JsonValueKind.String || Numbers.IsInteger(value),
        { Type: "object" } => kind == JsonValueKind.Object,
        { Type: "array" } => kind == JsonValueKind.Array,
        { Type: "string" } => kind == JsonValueKind.String,
        { Type: "boolean" } => kind is JsonValueKind.True or JsonValueKind.False,
        { Type: "integer" } => Numbers.Integer(value) is { } number && (schema.Format != "int32" || number is >= int.MinValue and <= int.MaxValue),
        { Type: "number" } => kind == JsonValueKind.Number,
        _ => true,
    };

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False => "bool",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static string GoType(SchemaNode schema) => schema switch
    {
        { IntOrString: true } => "intstr.IntOrString",
        { Type: "array" } => "slice",
        { Type: "object", Definition: { } definition } => definition[(definition.LastIndexOf('.') + 1)..],
        { Type: "object" } => "map[string]string",
        { Type: "boolean" } => "bool",
        { Format: "int32" or "int64" } => schema.Format,
        _ => schema.Type,
    };
}
