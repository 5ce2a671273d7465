using System.Text.Json;
using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>A quantity is a JSON string; a bare number, which people write and servers accept, is read as well.</summary>
public sealed class ResourceQuantityJsonConverter : JsonConverter<ResourceQuantity>
{
    public override ResourceQuantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.TokenType switch
            {
                JsonTokenType.Null => null,
                JsonTokenType.String => new ResourceQuantity(reader.GetString()),
                JsonTokenType.Number => new ResourceQuantity(reader.GetDecimal().ToString(System.Globalization.CultureInfo.InvariantCulture)),
                _ => throw new JsonException($"Expected a quantity, found {reader.TokenType}."),
            };
        }
        catch (FormatException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, ResourceQuantity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
