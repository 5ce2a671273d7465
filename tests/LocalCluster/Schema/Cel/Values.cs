using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>
/// Values of expressions: null, bool, long, ulong, double, string, byte[], <see cref="TimeSpan"/>, <see cref="DateTimeOffset"/>, <see cref="Quantity"/>,
/// <c>IReadOnlyList&lt;object?&gt;</c>, and maps as <c>IReadOnlyDictionary&lt;string, object?&gt;</c>, whose keys are always strings in JSON.
/// </summary>
internal static class Values
{
    /// <summary>A JSON value as the schema types it: a number of an integer field is an int, a string of format duration is a duration.</summary>
    public static object? From(JsonNode? node, SchemaNode? schema) => node switch
    {
        null => null,
        JsonObject fields => fields.ToDictionary(field => field.Key, field => From(field.Value, schema?.Field(field.Key)), StringComparer.Ordinal),
        JsonArray items => items.Select(item => From(item, schema?.Items)).ToList(),
        _ => Scalar(node, schema),
    };

    public static string TypeName(object? value) => value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        ulong => "uint",
        double => "double",
        string => "string",
        byte[] => "bytes",
        TimeSpan => "duration",
        DateTimeOffset => "timestamp",
        Quantity => "kubernetes.Quantity",
        TypeValue => "type",
        IReadOnlyList<object?> => "list",
        IReadOnlyDictionary<string, object?> => "map",
        _ => value.GetType().Name,
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (string a, string b) => a == b,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => AreEqual(pair.First, pair.Second)),
        (IReadOnlyDictionary<string, object?> a, IReadOnlyDictionary<string, object?> b) =>
            a.Count == b.Count && a.All(entry => b.TryGetValue(entry.Key, out var other) && AreEqual(entry.Value, other)),
        _ when IsNumber(left) && IsNumber(right) => CompareNumbers(left!, right!) == 0,
        _ => left is not null && left.Equals(right),
    };

    /// <exception cref="CelException">The values have no order.</exception>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (string a, string b) => string.CompareOrdinal(a, b),
        (bool a, bool b) => a.CompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        _ when IsNumber(left) && IsNumber(right) => CompareNumbers(left!, right!),
        _ => throw new CelException($"no such overload: {TypeName(left)} < {TypeName(right)}"),
    };

    public static bool IsNumber(object? value) => value is long or ulong or double;

    private static int CompareNumbers(object left, object right) => left is double || right is double
        ? Convert.ToDouble(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(right, CultureInfo.InvariantCulture))
        : Convert.ToDecimal(left, CultureInfo.InvariantCulture).CompareTo(Convert.ToDecimal(right, CultureInfo.InvariantCulture));

    private static object Scalar(JsonNode node, SchemaNode? schema) => node.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when schema?.Type != "number" && long.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out var integer) => integer,
        JsonValueKind.Number => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture),
        _ => Text(node.GetValue<string>(), schema?.Format),
    };

    private static object Text(string text, string? format) => format switch
    {
        "duration" when Durations.TryParse(text, out var duration) => duration,
        "date-time" or "date" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => text,
    };
}
