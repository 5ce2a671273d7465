using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema.Validation;

/// <summary>Checks values against a schema: types, required fields, value rules, list uniqueness. Paths are as in <c>spec.pools[0].name</c>.</summary>
internal static class SchemaValidator
{
    public static void Validate(JsonNode? value, SchemaNode schema, string path, Causes causes)
    {
        if (value is null && schema.Nullable) return;
        if (!TypeFits(value, schema))
        {
            causes.WrongType(path, value, schema.IntOrString ? "integer,string" : schema.Type);
            return;
        }

        switch (value)
        {
            case JsonObject fields: Object(fields, schema, path, causes); break;
            case JsonArray items: Array(items, schema, path, causes); break;
            case not null: ScalarValidator.Validate(value, schema, path, causes); break;
        }

        if (schema.Rules.Enum.Count > 0 && !schema.Rules.Enum.Any(choice => JsonNode.DeepEquals(choice, value)))
            causes.NotSupported(path, value, schema.Rules.Enum);
        AlternativesValidator.Validate(value, schema.Rules, path, causes);
    }

    public static string Child(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool TypeFits(JsonNode? value, SchemaNode schema)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (schema.IntOrString) return kind == JsonValueKind.String || Numbers.IsInteger(value);
        return schema.Type switch
        {
            "" => true,
            "object" => kind == JsonValueKind.Object,
            "array" => kind == JsonValueKind.Array,
            "string" => kind == JsonValueKind.String,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => Numbers.IsInteger(value),
            "number" => kind == JsonValueKind.Number,
            _ => false,
        };
    }

    private static void Object(JsonObject value, SchemaNode schema, string path, Causes causes)
    {
        foreach (var name in schema.Required)
            if (!value.ContainsKey(name)) causes.Required(Child(path, name));
        if (schema.Rules.MaxProperties is { } most && value.Count > most) causes.TooMany(path, value.Count, most);
        if (schema.Rules.MinProperties is { } least && value.Count < least) causes.Invalid(path, value.Count, $"{path} in body should have at least {least} properties");
        foreach (var (name, child) in value)
            if (schema.Field(name) is { } field) Validate(child, field, Child(path, name), causes);
        if (schema.EmbeddedResource) Embedded(value, path, causes);
    }

    private static void Embedded(JsonObject value, string path, Causes causes)
    {
        foreach (var name in new[] { "apiVersion", "kind" })
            if (!value.ContainsKey(name)) causes.Required(Child(path, name), "must not be empty");
    }

    private static void Array(JsonArray value, SchemaNode schema, string path, Causes causes)
    {
        if (schema.Rules.MaxItems is { } most && value.Count > most) causes.TooMany(path, value.Count, most);
        if (schema.Rules.MinItems is { } least && value.Count < least) causes.Invalid(path, value.Count, $"{path} in body should have at least {least} items");
        if (schema.Items is { } items)
            for (var index = 0; index < value.Count; index++) Validate(value[index], items, $"{path}[{index}]", causes);
        ListTypeValidator.Validate(value, schema, path, causes);
    }
}
