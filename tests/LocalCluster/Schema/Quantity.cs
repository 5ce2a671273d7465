using System.Globalization;
using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Schema;

/// <summary>A resource quantity: a number with a decimal (m, k, M, ...) or binary (Ki, Mi, ...) unit.</summary>
/// <param name="Value">The amount in base units.</param>
/// <param name="Binary">Whether it was written with a binary unit, and is written back so.</param>
public readonly partial record struct Quantity(decimal Value, bool Binary) : IComparable<Quantity>
{
    public const string Malformed = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static readonly (string Suffix, decimal Factor)[] BinaryUnits =
        [("Ei", 1L << 60), ("Pi", 1L << 50), ("Ti", 1L << 40), ("Gi", 1L << 30), ("Mi", 1L << 20), ("Ki", 1L << 10)];

    private static readonly (string Suffix, decimal Factor)[] DecimalUnits =
    [
        ("E", 1e18m), ("P", 1e15m), ("T", 1e12m), ("G", 1e9m), ("M", 1e6m), ("k", 1e3m), ("", 1m), ("m", 1e-3m), ("u", 1e-6m), ("n", 1e-9m),
    ];

    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var match = Form().Match(text);
        if (!match.Success) return false;
        if (!decimal.TryParse(match.Groups[1].Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        var suffix = match.Groups[2].Value;
        if (suffix.Length > 0 && suffix[0] is 'e' or 'E' && suffix.Length > 1)
        {
            if (!int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs(exponent) > 18) return false;
            for (; exponent > 0; exponent--) number *= 10;
            for (; exponent < 0; exponent++) number /= 10;
            quantity = new Quantity(number, false);
            return true;
        }

        var binary = BinaryUnits.FirstOrDefault(unit => unit.Suffix == suffix);
        var unit = binary.Suffix is null ? DecimalUnits.First(unit => unit.Suffix == suffix) : binary;
        // The server keeps no more than nano precision and rounds up, so that what is asked for is never less.
        var value = number * unit.Factor;
        quantity = new Quantity(decimal.IsInteger(value) ? value : Math.Ceiling(value * 1e9m) / 1e9m, binary.Suffix is not null);
        return true;
    }

    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    /// <summary>The canonical form: the largest unit that leaves no fraction.</summary>
    public override string ToString()
    {
        if (Value == 0) return "0";
        var value = Value;
        // Binary units cannot say fractions, and below 1024 they say nothing; such values are written decimal.
        if (Binary && decimal.IsInteger(value) && Math.Abs(value) >= 1024)
        {
            foreach (var (suffix, factor) in BinaryUnits)
                if (value % factor == 0) return Text(value / factor) + suffix;
            return Text(value);
        }

        foreach (var (suffix, factor) in DecimalUnits)
            if (decimal.IsInteger(value / factor)) return Text(value / factor) + suffix;
        return Text(Math.Ceiling(value * 1e9m)) + "n";
    }

    private static string Text(decimal value) => value.ToString("0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(Ei|Pi|Ti|Gi|Mi|Ki|[numkMGTPE]|[eE][+-]?[0-9]+|)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
