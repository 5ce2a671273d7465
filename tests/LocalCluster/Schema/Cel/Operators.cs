namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Arithmetic and comparison. Integers do not wrap around, they fail.</summary>
internal static class Operators
{
    public static IEnumerable<(string Name, Function Function)> All { get; } =
    [
        ("==", arguments => Values.AreEqual(arguments[0], arguments[1])),
        ("!=", arguments => !Values.AreEqual(arguments[0], arguments[1])),
        ("<", arguments => Values.Compare(arguments[0], arguments[1]) < 0),
        ("<=", arguments => Values.Compare(arguments[0], arguments[1]) <= 0),
        (">", arguments => Values.Compare(arguments[0], arguments[1]) > 0),
        (">=", arguments => Values.Compare(arguments[0], arguments[1]) >= 0),
        ("in", In),
        ("!", arguments => arguments is [bool value] ? !value : Functions.NoOverload),
        ("negate", arguments => Checked(() => arguments[0] switch { long value => checked(-value), double value => -value, _ => Functions.NoOverload })),
        ("+", arguments => Checked(() => Add(arguments[0], arguments[1]))),
        ("-", arguments => Checked(() => Subtract(arguments[0], arguments[1]))),
        ("*", arguments => Checked(() => (arguments[0], arguments[1]) switch
        {
            (long a, long b) => checked(a * b),
            (ulong a, ulong b) => checked(a * b),
            (double a, double b) => a * b,
            _ => Functions.NoOverload,
        })),
        ("/", arguments => Checked(() => (arguments[0], arguments[1]) switch
        {
            (long a, long b) => checked(a / b),
            (ulong a, ulong b) => a / b,
            (double a, double b) => a / b,
            _ => Functions.NoOverload,
        })),
        ("%", arguments => Checked(() => (arguments[0], arguments[1]) switch
        {
            (long a, long b) => b == -1 ? 0L : a % b,
            (ulong a, ulong b) => a % b,
            _ => Functions.NoOverload,
        })),
    ];

    private static object In(IReadOnlyList<object?> arguments) => arguments[1] switch
    {
        IReadOnlyList<object?> list => list.Any(item => Values.AreEqual(item, arguments[0])),
        IReadOnlyDictionary<string, object?> map => arguments[0] is string key && map.ContainsKey(key),
        _ => Functions.NoOverload,
    };

    private static object Add(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => checked(a + b),
        (ulong a, ulong b) => checked(a + b),
        (double a, double b) => a + b,
        (string a, string b) => a + b,
        (byte[] a, byte[] b) => a.Concat(b).ToArray(),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => a.Concat(b).ToList(),
        (TimeSpan a, TimeSpan b) => a + b,
        (DateTimeOffset a, TimeSpan b) => a + b,
        (TimeSpan a, DateTimeOffset b) => b + a,
        _ => Functions.NoOverload,
    };

    private static object Subtract(object? left, object? right) => (left, right) switch
    {
        (long a, long b) => checked(a - b),
        (ulong a, ulong b) => checked(a - b),
        (double a, double b) => a - b,
        (TimeSpan a, TimeSpan b) => a - b,
        (DateTimeOffset a, DateTimeOffset b) => a - b,
        (DateTimeOffset a, TimeSpan b) => a - b,
        _ => Functions.NoOverload,
    };

    private static object Checked(Func<object> compute)
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw new CelException("integer overflow");
        }
        catch (DivideByZeroException)
        {
            throw new CelException("division by zero");
        }
    }
}
