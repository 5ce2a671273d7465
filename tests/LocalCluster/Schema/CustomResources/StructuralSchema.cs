using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Cel;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.CustomResources;

/// <summary>
/// Checks that a schema is structural: every node has a type, the shape is not hidden in alternatives, and what it says of lists, defaults, patterns and
/// rules makes sense.
/// </summary>
internal static class StructuralSchema
{
    private static readonly string[] Types = ["object", "array", "string", "integer", "number", "boolean"];
    private static readonly string[] Alternatives = ["allOf", "anyOf", "oneOf"];

    /// <summary>What only the shape may say, never a value validation within alternatives.</summary>
    private static readonly string[] OnlyOfShape =
    [
        "type", "description", "default", "nullable", "additionalProperties", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string",
        "x-kubernetes-embedded-resource", "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type",
    ];

    public static void Validate(JsonObject schema, string path, Causes causes)
    {
        if (schema.Text("type") != "object") causes.Invalid($"{path}.type", schema.Text("type") ?? "", "must be object at the root");
        var before = causes.Found.Count;
        Node(schema, path, causes, isRoot: true);
        // Rules are compiled against the schema, which must be sound for that.
        if (causes.Found.Count == before) Rules(SchemaReader.ReadRoot(schema, "root"), path, causes);
    }

    private static void Node(JsonObject schema, string path, Causes causes, bool isRoot = false)
    {
        Type(schema, path, causes);
        ListType(schema, path, causes);
        Pattern(schema, path, causes);
        if (schema.ContainsKey("$ref")) causes.Forbidden($"{path}.$ref", "$ref is not supported");
        if (schema["properties"] is JsonObject { Count: > 0 } && schema["additionalProperties"] is not null)
            causes.Forbidden($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        if (schema.IsTrue("uniqueItems")) causes.Forbidden($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        foreach (var name in Alternatives)
            for (var index = 0; index < ((schema[name] as JsonArray)?.Count ?? 0); index++)
                if (schema[name]![index] is JsonObject alternative) Alternative(alternative, $"{path}.{name}[{index}]", causes);
        if (schema["not"] is JsonObject not) Alternative(not, $"{path}.not", causes);

        foreach (var (name, field) in schema["properties"] as JsonObject ?? [])
        {
            if (isRoot && name == "metadata") Metadata(field as JsonObject ?? [], $"{path}.properties[metadata]", causes);
            else if (field is JsonObject child) Node(child, $"{path}.properties[{name}]", causes);
        }

        if (schema["additionalProperties"] is JsonObject values) Node(values, $"{path}.additionalProperties", causes);
        if (schema["items"] is JsonObject items) Node(items, $"{path}.items", causes);
        else if (schema["items"] is JsonArray) causes.Forbidden($"{path}.items", "items must be a schema object and not an array");
        else if (schema.Text("type") == "array") causes.Required($"{path}.items", "must be specified");
        Default(schema, path, causes);
    }

    private static void Type(JsonObject schema, string path, Causes causes)
    {
        var type = schema.Text("type") ?? "";
        var isFree = schema.IsTrue("x-kubernetes-int-or-string") || schema.IsTrue("x-kubernetes-preserve-unknown-fields");
        if (type.Length == 0 && !isFree) causes.Required($"{path}.type", "must not be empty for specified object fields");
        if (type.Length > 0 && !Types.Contains(type)) causes.NotSupported($"{path}.type", type, Types.Select(known => (JsonNode)known));
        if (type.Length > 0 && schema.IsTrue("x-kubernetes-int-or-string")) causes.Invalid($"{path}.type", type, "must be empty if x-kubernetes-int-or-string is true");
        if (schema.IsTrue("x-kubernetes-embedded-resource") && type != "object") causes.Invalid($"{path}.type", type, "must be object if x-kubernetes-embedded-resource is true");
    }

    private static void ListType(JsonObject schema, string path, Causes causes)
    {
        var keys = schema.Texts("x-kubernetes-list-map-keys");
        var listType = schema.Text("x-kubernetes-list-type");
        if (listType is not (null or "atomic" or "set" or "map")) causes.NotSupported($"{path}.x-kubernetes-list-type", listType, ["atomic", "set", "map"]);
        if (listType is not null && schema.Text("type") != "array") causes.Invalid($"{path}.type", schema.Text("type") ?? "", "must be array if x-kubernetes-list-type is specified");
        if (listType == "map" && keys.Count == 0) causes.Required($"{path}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map");
        if (listType != "map" && keys.Count > 0) causes.Forbidden($"{path}.x-kubernetes-list-map-keys", "must be empty if x-kubernetes-list-type is not map");
        foreach (var key in keys)
        {
            if (schema.At("items", "properties", key) is not JsonObject property) causes.Invalid($"{path}.x-kubernetes-list-map-keys", key, "entries must all be names of item properties");
            else if (!schema["items"].Texts("required").Contains(key) && property["default"] is null)
                causes.Required($"{path}.items.properties[{key}].default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        }
    }

    private static void Pattern(JsonObject schema, string path, Causes causes)
    {
        if (schema.Text("pattern") is not { } pattern) return;
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
        }
        catch (ArgumentException error)
        {
            causes.Invalid($"{path}.pattern", pattern, $"must be a valid regular expression, but isn't: {error.Message}");
        }
    }

    private static void Alternative(JsonObject schema, string path, Causes causes)
    {
        foreach (var name in OnlyOfShape)
            // The one shape that int-or-string is spelled with.
            if (schema.ContainsKey(name) && !(name == "type" && schema.Text("type") is "integer" or "string" && schema.Count == 1))
                causes.Forbidden($"{path}.{name}", "must be empty to be structural");
    }

    private static void Metadata(JsonObject schema, string path, Causes causes)
    {
        foreach (var (name, _) in schema["properties"] as JsonObject ?? [])
            if (name is not ("name" or "generateName")) causes.Forbidden(path, "must not specify anything other than name and generateName, but metadata is implicitly specified");
    }

    /// <summary>A default must be valid, and pruned, itself.</summary>
    private static void Default(JsonObject schema, string path, Causes causes)
    {
        if (schema["default"] is not { } value) return;
        var node = SchemaReader.Read(schema);
        var found = new Causes();
        var filled = value.DeepClone();
        Defaulting.Apply(filled, node);
        SchemaValidator.Validate(filled, node, "", found);
        foreach (var cause in found.Found) causes.Invalid($"{path}.default{(cause.Field.Length > 0 ? "." + cause.Field : "")}", value, cause.Message);
        if (value.GetValueKind() == JsonValueKind.Object && Pruning.Prune(value.DeepClone().AsObject(), node) is { Count: > 0 } unknown)
            causes.Invalid($"{path}.default", value, $"must not have unknown fields: {string.Join(", ", unknown)}");
    }

    private static void Rules(SchemaNode node, string path, Causes causes)
    {
        for (var index = 0; index < node.Rules.Cel.Count; index++)
        {
            var (rule, at) = (node.Rules.Cel[index], $"{path}.x-kubernetes-validations[{index}]");
            Compile(rule.Rule, node, $"{at}.rule", causes);
            if (rule.MessageExpression is not null) Compile(rule.MessageExpression, node, $"{at}.messageExpression", causes);
            if (rule.Rule.Contains('\n') && rule.Message is null) causes.Required($"{at}.message", "message must be specified if rule contains line breaks");
        }

        foreach (var (name, field) in node.Properties)
            if (name != "metadata") Rules(field, $"{path}.properties[{name}]", causes);
        if (node.Items is not null) Rules(node.Items, $"{path}.items", causes);
        if (node.AdditionalProperties is not null) Rules(node.AdditionalProperties, $"{path}.additionalProperties", causes);
    }

    private static void Compile(string source, SchemaNode self, string path, Causes causes)
    {
        try
        {
            CelProgram.Compile(source, self);
        }
        catch (CelException error)
        {
            causes.Invalid(path, source, $"compilation failed: ERROR: <input>: {error.Message}");
        }
    }
}
