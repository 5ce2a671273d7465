using System.Globalization;
using System.Text;

namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Functions named after the type they convert to.</summary>
internal static class Conversions
{
    public static IEnumerable<(string Name, Function Function)> All { get; } =
    [
        ("int", arguments => arguments[0] switch
        {
            long value => value,
            ulong value when value <= long.MaxValue => (long)value,
            double value when value is > long.MinValue and < long.MaxValue => (long)value,
            string text => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Cannot(text, "int"),
            DateTimeOffset time => time.ToUnixTimeSeconds(),
            _ => Functions.NoOverload,
        }),
        ("uint", arguments => arguments[0] switch
        {
            ulong value => value,
            long and >= 0 and var value => (ulong)value,
            string text => ulong.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Cannot(text, "uint"),
            _ => Functions.NoOverload,
        }),
        ("double", arguments => arguments[0] switch
        {
            long or ulong or double => Convert.ToDouble(arguments[0], CultureInfo.InvariantCulture),
            string text => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Cannot(text, "double"),
            _ => Functions.NoOverload,
        }),
        ("string", arguments => arguments[0] switch
        {
            string text => text,
            bool value => value ? "true" : "false",
            long or ulong or double => Convert.ToString(arguments[0], CultureInfo.InvariantCulture)!,
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            TimeSpan duration => Durations.Format(duration),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
            _ => Functions.NoOverload,
        }),
        ("bytes", arguments => arguments[0] is string text ? Encoding.UTF8.GetBytes(text) : Functions.NoOverload),
        ("bool", arguments => arguments[0] switch
        {
            bool value => value,
            "true" or "True" or "TRUE" or "t" or "1" => true,
            "false" or "False" or "FALSE" or "f" or "0" => false,
            string text => throw Cannot(text, "bool"),
            _ => Functions.NoOverload,
        }),
        ("dyn", arguments => arguments[0]),
        ("type", arguments => new TypeValue(Values.TypeName(arguments[0]))),
    ];

    private static CelException Cannot(string text, string type) => new($"type conversion error from 'string' to '{type}': {text}");
}
