using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema;

/// <summary>Reads JSON numbers, however the node holds them.</summary>
internal static class Numbers
{
    public static bool IsNumber(JsonNode? value) => value is JsonValue && value.GetValueKind() == JsonValueKind.Number;

    /// <summary>Whether the number has no fraction: 3, but also 3.0.</summary>
    public static bool IsInteger(JsonNode? value) => Double(value) is { } number && double.IsInteger(number);

    /// <summary>Null when this is no number.</summary>
    public static double? Double(JsonNode? value) => IsNumber(value) ? double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture) : null;

    /// <summary>Null when this is no integer, or too large for one.</summary>
    public static long? Integer(JsonNode? value) =>
        IsNumber(value) && decimal.TryParse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) &&
        decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;
}
