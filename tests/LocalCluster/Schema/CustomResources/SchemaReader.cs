using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.BuiltIn;

namespace InferOps.LocalCluster.Schema.CustomResources;

/// <summary>Reads the <c>openAPIV3Schema</c> of a CustomResourceDefinition.</summary>
internal static class SchemaReader
{
    /// <summary>The schema of a whole object: apiVersion, kind and metadata are what they always are.</summary>
    public static SchemaNode ReadRoot(JsonObject schema, string definition)
    {
        var root = Read(schema);
        return root with
        {
            Definition = definition,
            Properties = new SortedDictionary<string, SchemaNode>(root.Properties.ToDictionary(), StringComparer.Ordinal)
            {
                ["apiVersion"] = Scalar.Text with { Description = "Group and version of this representation." },
                ["kind"] = Scalar.Text with { Description = "Kind of this representation." },
                ["metadata"] = BuiltInSchemas.Shared.ObjectMeta with { Description = "Standard metadata." },
            },
        };
    }

    public static SchemaNode Read(JsonObject schema)
    {
        var keys = schema.Texts("x-kubernetes-list-map-keys");
        return new SchemaNode
        {
            Type = schema.Text("type") ?? "",
            Format = schema.Text("format"),
            Description = schema.Text("description"),
            Properties = schema["properties"] is JsonObject properties ? Fields(properties) : new Dictionary<string, SchemaNode>(),
            AdditionalProperties = schema["additionalProperties"] switch
            {
                JsonObject additional => Read(additional),
                JsonValue flag when flag.GetValueKind() == JsonValueKind.True => SchemaNode.Any,
                _ => null,
            },
            Items = schema["items"] is JsonObject items ? Read(items) : null,
            Required = schema.Texts("required"),
            Default = schema["default"]?.DeepClone(),
            PreserveUnknownFields = schema.IsTrue("x-kubernetes-preserve-unknown-fields"),
            IntOrString = schema.IsTrue("x-kubernetes-int-or-string"),
            EmbeddedResource = schema.IsTrue("x-kubernetes-embedded-resource"),
            Nullable = schema.IsTrue("nullable"),
            ListType = schema.Text("x-kubernetes-list-type") switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic },
            ListMapKeys = keys,
            AtomicMap = schema.Text("x-kubernetes-map-type") == "atomic",
            Rules = RulesReader.Read(schema),
        };
    }

    private static SortedDictionary<string, SchemaNode> Fields(JsonObject properties)
    {
        var fields = new SortedDictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (name, value) in properties)
            if (value is JsonObject field) fields[name] = Read(field);
        return fields;
    }
}
