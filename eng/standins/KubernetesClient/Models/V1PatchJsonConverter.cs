using System.Text.Json;
using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>Writes the content of a patch: a string as the JSON it already is, anything else serialised.</summary>
public sealed class V1PatchJsonConverter : JsonConverter<V1Patch>
{
    public override V1Patch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A patch is only ever sent.");

    public override void Write(Utf8JsonWriter writer, V1Patch value, JsonSerializerOptions options)
    {
        if (value.Content is string json) writer.WriteRawValue(json);
        else JsonSerializer.Serialize(writer, value.Content, value.Content.GetType(), options);
    }
}
