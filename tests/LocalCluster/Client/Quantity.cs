using System.Globalization;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>A <c>resource.Quantity</c> as a number of base units: cores, bytes, devices.</summary>
internal static class Quantity
{
    private static readonly System.Buffers.SearchValues<char> Number = System.Buffers.SearchValues.Create("+-.0123456789");
    private static readonly Dictionary<string, decimal> Suffixes = new()
    {
        ["n"] = 1e-9m, ["u"] = 1e-6m, ["m"] = 1e-3m, [""] = 1, ["k"] = 1e3m, ["M"] = 1e6m, ["G"] = 1e9m, ["T"] = 1e12m, ["P"] = 1e15m, ["E"] = 1e18m,
        ["Ki"] = 1L << 10, ["Mi"] = 1L << 20, ["Gi"] = 1L << 30, ["Ti"] = 1L << 40, ["Pi"] = 1L << 50, ["Ei"] = 1L << 60,
    };

    /// <exception cref="FormatException">No quantity.</exception>
    public static decimal Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExcept(Number);
        if (digits < 0) digits = text.Length;
        var suffix = text[digits..];
        // 12e6 and 12E6 are decimal exponents; 12E alone is exa.
        if (suffix.Length > 1 && suffix[0] is 'e' or 'E' && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var scientific)) return scientific;
        return Suffixes.TryGetValue(suffix, out var factor)
            ? decimal.Parse(text.AsSpan(0, digits), NumberStyles.Float, CultureInfo.InvariantCulture) * factor
            : throw new FormatException($"'{text}' is not a quantity.");
    }

    /// <summary>A map of quantities such as <c>requests</c>; numbers are quantities too.</summary>
    public static Dictionary<string, decimal> ParseMap(JsonNode? node)
    {
        var map = new Dictionary<string, decimal>();
        if (node is JsonObject obj)
            foreach (var (name, value) in obj)
                if (value is not null) map[name] = Parse(value.Text() ?? value.ToJsonString());
        return map;
    }
}
