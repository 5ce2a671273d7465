using System.Text;
using System.Text.Json;

namespace InferOps.Operator.Core.Services;

/// <summary>Reads a scalar of the wire as its text, whether it was written as a string or as a number.</summary>
internal static class WireText
{
    public static string Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString() ?? "",
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => throw new JsonException($"Expected a string or a number, found {reader.TokenType}."),
    };
}
