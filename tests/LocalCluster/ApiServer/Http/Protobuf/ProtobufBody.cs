using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Http.Protobuf;

/// <summary>
/// Reads the protobuf bodies that newer clients send for built-in types: four bytes of magic, then an envelope with the type and the message.
/// Only what <c>messages.txt</c> lists is read; a field beyond it refuses the body, so that nothing is lost in silence.
/// </summary>
internal static class ProtobufBody
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <exception cref="ApiException">415 for a message that is not read here, 400 for damaged bytes.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic)) throw ApiException.BadRequest("the object provided is unrecognized: no protobuf magic");
        try
        {
            return ReadEnvelope(body[Magic.Length..]);
        }
        catch (FormatException broken)
        {
            throw ApiException.BadRequest($"the object provided is unrecognized: {broken.Message}");
        }
    }

    private static JsonObject ReadEnvelope(ReadOnlySpan<byte> bytes)
    {
        var envelope = new WireReader(bytes);
        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = [];
        while (envelope.TryReadTag(out var number, out _))
        {
            var content = envelope.ReadBytes();
            if (number == 1) (apiVersion, kind) = ReadType(content);
            if (number == 2) raw = content;
        }

        var message = ReadMessage(kind, raw);
        message["apiVersion"] = apiVersion;
        message["kind"] = kind;
        return message;
    }

    private static (string ApiVersion, string Kind) ReadType(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var (apiVersion, kind) = ("", "");
        while (reader.TryReadTag(out var number, out _))
        {
            var text = reader.ReadText();
            if (number == 1) apiVersion = text;
            if (number == 2) kind = text;
        }

        return (apiVersion, kind);
    }

    private static JsonObject ReadMessage(string name, ReadOnlySpan<byte> bytes)
    {
        var fields = MessageTable.Find(name) ?? throw NotRead(name);
        var made = new JsonObject();
        var reader = new WireReader(bytes);
        while (reader.TryReadTag(out var number, out var wireType))
        {
            var field = fields.GetValueOrDefault(number) ?? throw NotRead($"field {number} of {name}");
            if (wireType == 0) SetNumber(made, field, (long)reader.ReadVarint());
            else Set(made, field, reader.ReadBytes());
        }

        return made;
    }

    private static void SetNumber(JsonObject made, MessageField field, long value)
    {
        if (value == 0 && !field.KeepsZero) return;
        made[field.Name] = field.Type == "bool" ? JsonValue.Create(value != 0) : JsonValue.Create(value);
    }

    private static void Set(JsonObject made, MessageField field, ReadOnlySpan<byte> bytes)
    {
        if (field.Type == "-") return;
        if (field.Type.EndsWith("ap", StringComparison.Ordinal))
        {
            var (key, value) = ReadEntry(field.Type, bytes);
            made.Child(field.Name)[key] = value;
            return;
        }

        var content = ReadValue(field.Type, bytes);
        if (field.Repeated) Append(made, field.Name, content);
        else if (content is not null && !(content.Text() == "" && !field.KeepsZero)) made[field.Name] = content;
    }

    private static JsonNode? ReadValue(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "string" => System.Text.Encoding.UTF8.GetString(bytes),
        "bytes" => Convert.ToBase64String(bytes),
        "time" => ReadTime(bytes),
        "quantity" => ReadQuantity(bytes),
        "intOrString" => ReadIntOrString(bytes),
        _ => ReadMessage(type, bytes),
    };

    private static (string Key, JsonNode? Value) ReadEntry(string type, ReadOnlySpan<byte> bytes)
    {
        var valueType = type switch { "bytesMap" => "bytes", "quantityMap" => "quantity", _ => "string" };
        var reader = new WireReader(bytes);
        var (key, value) = ("", ReadValue(valueType, []));
        while (reader.TryReadTag(out var number, out _))
        {
            var content = reader.ReadBytes();
            if (number == 1) key = System.Text.Encoding.UTF8.GetString(content);
            else value = ReadValue(valueType, content);
        }

        return (key, value);
    }

    private static JsonValue? ReadTime(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        long seconds = 0;
        while (reader.TryReadTag(out var number, out _))
        {
            var value = (long)reader.ReadVarint();
            if (number == 1) seconds = value;
        }

        return seconds == 0 ? null : JsonValue.Create(ApiTime.Seconds(DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    private static JsonValue ReadQuantity(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        return JsonValue.Create(reader.TryReadTag(out _, out _) ? reader.ReadText() : "0");
    }

    private static JsonValue ReadIntOrString(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var (isText, whole, text) = (false, 0L, "");
        while (reader.TryReadTag(out var number, out _))
        {
            if (number == 3) text = reader.ReadText();
            else if (number == 1) isText = reader.ReadVarint() == 1;
            else whole = (long)reader.ReadVarint();
        }

        return isText ? JsonValue.Create(text) : JsonValue.Create(whole);
    }

    private static void Append(JsonObject made, string name, JsonNode? content)
    {
        if (made[name] is JsonArray array) array.Add(content);
        else made[name] = new JsonArray(content);
    }

    private static ApiException NotRead(string what) => ApiException.UnsupportedMediaType(
        $"{what} is not read from protobuf here - accepted media types include: application/json, application/yaml");
}
