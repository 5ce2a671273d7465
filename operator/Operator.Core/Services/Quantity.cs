using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace InferOps.Operator.Core.Services;

/// <summary>A Kubernetes quantity: <c>500m</c>, <c>4</c>, <c>16Gi</c>, <c>1e3</c>. Holds what was written, right or wrong.</summary>
[JsonConverter(typeof(QuantityJsonConverter))]
public readonly partial record struct Quantity(string Text)
{
    public static implicit operator Quantity(string text) => new(text);

    public bool IsValid => TryParse(Text, out _);

    /// <summary>The value in base units (cores, bytes), not rounded.</summary>
    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public decimal ToDecimal() => TryParse(Text, out var value) ? value : throw new FormatException($"'{Text}' is not a quantity.");

    /// <summary>The value in bytes, rounded up.</summary>
    public long ToBytes() => (long)Math.Ceiling(ToDecimal());

    /// <summary>A byte count in the largest binary unit that keeps it exact to a mebibyte, rounded up.</summary>
    public static Quantity FromBytes(long bytes)
    {
        const long mebi = 1L << 20;
        var whole = (bytes + mebi - 1) / mebi;
        return whole % 1024 == 0 && whole > 0 ? new($"{whole / 1024}Gi") : new($"{whole}Mi");
    }

    public override string ToString() => Text;

    public static bool TryParse(string? text, out decimal value)
    {
        value = 0;
        var match = Shape().Match(text ?? "");
        if (!match.Success || !decimal.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return false;
        try
        {
            value = number * Factor(match.Groups[2].Value);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static decimal Factor(string suffix) => suffix switch
    {
        "" => 1m,
        "n" => 1e-9m,
        "u" => 1e-6m,
        "m" => 1e-3m,
        "k" => 1e3m,
        "M" => 1e6m,
        "G" => 1e9m,
        "T" => 1e12m,
        "P" => 1e15m,
        "E" => 1e18m,
        "Ki" => 1024m,
        "Mi" => 1024m * 1024,
        "Gi" => 1024m * 1024 * 1024,
        "Ti" => 1024m * 1024 * 1024 * 1024,
        "Pi" => 1024m * 1024 * 1024 * 1024 * 1024,
        _ => 1024m * 1024 * 1024 * 1024 * 1024 * 1024,
    };

    [GeneratedRegex(@"^([+-]?\d{1,20}(?:\.\d{0,9})?(?:[eE][+-]?\d{1,2})?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$")]
    private static partial Regex Shape();
}

public sealed class QuantityJsonConverter : JsonConverter<Quantity>
{
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(WireText.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
