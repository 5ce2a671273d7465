using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>
/// Encodes an OpenAPI v2 document as kubectl reads it, <c>application/com.github.proto-openapi.spec.v2@v1.0+protobuf</c>. The numbers are the field
/// numbers of gnostic's OpenAPIv2.proto.
/// </summary>
internal static class GnosticEncoder
{
    public static byte[] Encode(JsonObject document)
    {
        var writer = new ProtobufWriter();
        writer.Text(1, document.Text("swagger"));
        writer.Message(2, info =>
        {
            info.Text(1, document.Text("info", "title"));
            info.Text(2, document.Text("info", "version"));
        });
        writer.Message(8, paths => Named(paths, 2, document["paths"], Path));
        writer.Message(9, definitions => Named(definitions, 1, document["definitions"], SchemaEncoder.Write));
        return writer.ToArray();
    }

    /// <summary>A map, as repeated pairs of a name and a value.</summary>
    internal static void Named(ProtobufWriter writer, int field, JsonNode? map, Action<ProtobufWriter, JsonObject> value)
    {
        foreach (var (name, item) in map as JsonObject ?? [])
            writer.Message(field, pair =>
            {
                pair.Text(1, name);
                pair.Message(2, message => value(message, item!.AsObject()));
            });
    }

    /// <summary>The <c>x-</c> members. YAML contains JSON, so their text is JSON.</summary>
    internal static void Extensions(ProtobufWriter writer, int field, JsonObject node)
    {
        foreach (var (name, value) in node)
        {
            if (!name.StartsWith("x-", StringComparison.Ordinal)) continue;
            writer.Message(field, pair =>
            {
                pair.Text(1, name);
                pair.Message(2, any => any.Text(2, value?.ToJsonString()));
            });
        }
    }

    private static void Path(ProtobufWriter writer, JsonObject item)
    {
        foreach (var (method, field) in new[] { ("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8) })
            if (item[method] is JsonObject operation) writer.Message(field, message => Operation(message, operation));
    }

    private static void Operation(ProtobufWriter writer, JsonObject operation)
    {
        writer.Text(5, operation.Text("operationId"));
        foreach (var parameter in operation["parameters"]?.AsArray().OfType<JsonObject>() ?? [])
            writer.Message(8, item => item.Message(1, choice => Parameter(choice, parameter)));
        writer.Message(9, responses => Named(responses, 1, operation["responses"], (value, response) => value.Message(1, message => Response(message, response))));
        Extensions(writer, 13, operation);
    }

    private static void Parameter(ProtobufWriter writer, JsonObject parameter)
    {
        if (parameter.Text("in") == "body")
        {
            writer.Message(1, body =>
            {
                body.Text(2, parameter.Text("name"));
                body.Text(3, "body");
                body.Flag(4, parameter.IsTrue("required"));
                body.Message(5, schema => SchemaEncoder.Write(schema, parameter["schema"]!.AsObject()));
            });
            return;
        }

        writer.Message(2, choice => choice.Message(3, query =>
        {
            query.Text(2, "query");
            query.Text(3, parameter.Text("description"));
            query.Text(4, parameter.Text("name"));
            query.Text(6, parameter.Text("type"));
            query.Flag(20, parameter.IsTrue("uniqueItems"));
        }));
    }

    private static void Response(ProtobufWriter writer, JsonObject response)
    {
        writer.Text(1, response.Text("description"));
        if (response["schema"] is JsonObject schema) writer.Message(2, item => item.Message(1, message => SchemaEncoder.Write(message, schema)));
    }
}

/// <summary>Encodes one schema.</summary>
internal static class SchemaEncoder
{
    public static void Write(ProtobufWriter writer, JsonObject schema)
    {
        writer.Text(1, schema.Text("$ref"));
        writer.Text(2, schema.Text("format"));
        writer.Text(4, schema.Text("description"));
        if (schema["default"] is { } value) writer.Message(5, any => any.Text(2, value.ToJsonString()));
        WriteRules(writer, schema);
        writer.Texts(19, schema.Texts("required"));
        foreach (var choice in schema["enum"] as JsonArray ?? []) writer.Message(20, any => any.Text(2, choice?.ToJsonString()));
        if (schema["additionalProperties"] is JsonObject additional) writer.Message(21, item => item.Message(1, message => Write(message, additional)));
        if (schema.Text("type") is { } type) writer.Message(22, item => item.Texts(1, [type]));
        if (schema["items"] is JsonObject items) writer.Message(23, item => item.Message(1, message => Write(message, items)));
        if (schema["properties"] is JsonObject properties) writer.Message(25, item => GnosticEncoder.Named(item, 1, properties, Write));
        GnosticEncoder.Extensions(writer, 31, schema);
    }

    private static void WriteRules(ProtobufWriter writer, JsonObject schema)
    {
        if (Double(schema["maximum"]) is { } maximum) writer.Double(7, maximum);
        if (Double(schema["minimum"]) is { } minimum) writer.Double(9, minimum);
        writer.Number(11, schema.Number("maxLength") ?? 0);
        writer.Number(12, schema.Number("minLength") ?? 0);
        writer.Text(13, schema.Text("pattern"));
        writer.Number(14, schema.Number("maxItems") ?? 0);
        writer.Number(15, schema.Number("minItems") ?? 0);
    }

    private static double? Double(JsonNode? value) =>
        value is JsonValue && value.GetValueKind() == JsonValueKind.Number ? JsonSerializer.Deserialize<double>(value) : null;
}
