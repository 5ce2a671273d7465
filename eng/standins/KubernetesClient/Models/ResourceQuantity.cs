using System.Globalization;
using System.Text.Json.Serialization;

namespace k8s.Models;

/// <summary>An amount of a resource as Kubernetes writes it: <c>500m</c>, <c>16Gi</c>, <c>2e3</c>.</summary>
[JsonConverter(typeof(ResourceQuantityJsonConverter))]
public class ResourceQuantity
{
    private readonly decimal value;

    /// <param name="v">The amount; empty means zero.</param>
    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public ResourceQuantity(string v) => (value, Format) = QuantitySyntax.Parse(v);

    /// <summary>The amount n × 10^exp, or n × 2^exp when the format is binary.</summary>
    public ResourceQuantity(decimal n, int exp, SuffixFormat format)
    {
        value = n * QuantitySyntax.Power(format == SuffixFormat.BinarySI ? 2 : 10, exp);
        Format = format;
    }

    public enum SuffixFormat
    {
        DecimalExponent = 0,
        BinarySI = 1,
        DecimalSI = 2,
    }

    public SuffixFormat Format { get; }

    public static implicit operator decimal(ResourceQuantity v) => v?.ToDecimal() ?? 0;

    public static implicit operator ResourceQuantity(decimal v) => new(v, 0, SuffixFormat.DecimalExponent);

    public static implicit operator ResourceQuantity(string v) => new(v);

    /// <summary>The shortest way to write the amount exactly, in its own format.</summary>
    public string CanonicalizeString() => CanonicalizeString(Format);

    /// <summary>The shortest way to write the amount exactly, in the given format.</summary>
    public string CanonicalizeString(SuffixFormat suffixFormat) => QuantitySyntax.Print(value, suffixFormat);

    public decimal ToDecimal() => value;

    public double ToDouble() => (double)value;

    /// <exception cref="OverflowException">The amount does not fit.</exception>
    public int ToInt32() => (int)value;

    /// <exception cref="OverflowException">The amount does not fit.</exception>
    public long ToInt64() => (long)value;

    public override string ToString() => CanonicalizeString();
}
