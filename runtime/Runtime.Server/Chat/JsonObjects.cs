using System.Text.Json;

namespace InferOps.Runtime.Server.Chat;

/// <summary>JSON that models and clients wrote into strings.</summary>
internal static class JsonObjects
{
    /// <summary>True where the text is one JSON object.</summary>
    public static bool TryParse(string text, out JsonElement value)
    {
        value = default;
        try
        {
            using var document = JsonDocument.Parse(text);
            value = document.RootElement.Clone();
            return value.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
