using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferOps.Operator.Core.Services;

/// <summary>A decimal number on the wire as a string, so that no parser rounds it: money, rates, shares. Holds what was written, right or wrong.</summary>
[JsonConverter(typeof(AmountJsonConverter))]
public readonly record struct Amount(string Text)
{
    public static implicit operator Amount(string text) => new(text);

    public bool IsValid => TryParse(Text, out _);

    /// <exception cref="FormatException">The text is not a decimal number.</exception>
    public decimal ToDecimal() => TryParse(Text, out var value) ? value : throw new FormatException($"'{Text}' is not a decimal number.");

    /// <summary>The number with exactly <paramref name="decimals"/> places, half away from zero.</summary>
    public static Amount From(decimal value, int decimals = 2) =>
        new(Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("F" + decimals, CultureInfo.InvariantCulture));

    public override string ToString() => Text;

    private static bool TryParse(string? text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}

public sealed class AmountJsonConverter : JsonConverter<Amount>
{
    public override Amount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(WireText.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, Amount value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
