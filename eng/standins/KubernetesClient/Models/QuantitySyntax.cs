using System.Globalization;
using static k8s.Models.ResourceQuantity;

namespace k8s.Models;

/// <summary>Reads and prints quantities by the grammar of the Kubernetes API.</summary>
internal static class QuantitySyntax
{
    private static readonly (string Suffix, int Exponent)[] Binary = [("Ei", 60), ("Pi", 50), ("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)];

    private static readonly (string Suffix, int Exponent)[] Decimal =
        [("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6), ("k", 3), ("", 0), ("m", -3), ("u", -6), ("n", -9)];

    public static (decimal Value, SuffixFormat Format) Parse(string text)
    {
        if (string.IsNullOrEmpty(text)) return (0, SuffixFormat.DecimalSI);
        var split = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        // "1e3" ends in a digit: the exponent is part of the number. "1E" is one exa.
        var exponentAt = text.IndexOfAny(['e', 'E']);
        if (exponentAt > 0 && exponentAt < split)
            return (Number(text[..exponentAt], text) * Power(10, int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)), SuffixFormat.DecimalExponent);
        if (split < text.Length && text[split] == '.') split++;
        var number = Number(text[..split], text);
        var suffix = text[split..];
        foreach (var (name, exponent) in Binary)
            if (name == suffix) return (number * Power(2, exponent), SuffixFormat.BinarySI);
        foreach (var (name, exponent) in Decimal)
            if (name == suffix) return (number * Power(10, exponent), SuffixFormat.DecimalSI);
        throw new FormatException($"'{text}' is not a quantity: unknown suffix '{suffix}'.");
    }

    public static string Print(decimal value, SuffixFormat format)
    {
        if (value == 0) return "0";
        if (format == SuffixFormat.BinarySI)
        {
            foreach (var (suffix, exponent) in Binary)
                if (value % Power(2, exponent) == 0) return Text(value / Power(2, exponent)) + suffix;
        }

        foreach (var (suffix, exponent) in Decimal)
        {
            var mantissa = value / Power(10, exponent);
            if (mantissa == decimal.Truncate(mantissa))
                return Text(mantissa) + (format == SuffixFormat.DecimalExponent && exponent != 0 ? $"e{exponent}" : suffix);
        }

        // Finer than a billionth cannot be written: the API rounds up, so that a request is never understated.
        return Text(decimal.Ceiling(value * 1_000_000_000m)) + (format == SuffixFormat.DecimalExponent ? "e-9" : "n");
    }

    public static decimal Power(int basis, int exponent)
    {
        var result = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++) result = exponent > 0 ? result * basis : result / basis;
        return result;
    }

    private static decimal Number(string digits, string text) =>
        decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is not a quantity: it does not begin with a number.");

    private static string Text(decimal value) => decimal.Truncate(value).ToString("0", CultureInfo.InvariantCulture);
}
