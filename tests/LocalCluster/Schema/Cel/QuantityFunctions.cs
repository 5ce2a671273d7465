namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Kubernetes' own functions of resource quantities.</summary>
internal static class QuantityFunctions
{
    public static IEnumerable<(string Name, Function Function)> All { get; } =
    [
        ("quantity", arguments => arguments[0] is not string text ? Functions.NoOverload
            : Quantity.TryParse(text, out var quantity) ? quantity
            : throw new CelException(Quantity.Malformed)),
        ("isQuantity", arguments => arguments[0] is string text ? Quantity.TryParse(text, out _) : Functions.NoOverload),
        ("isGreaterThan", On((left, right) => left > right)),
        ("isLessThan", On((left, right) => left < right)),
        ("compareTo", On((left, right) => (long)left.CompareTo(right))),
        ("add", On((left, right) => left with { Value = left.Value + right.Value })),
        ("sub", On((left, right) => left with { Value = left.Value - right.Value })),
        ("sign", arguments => arguments is [Quantity quantity] ? (long)Math.Sign(quantity.Value) : Functions.NoOverload),
        ("isInteger", arguments => arguments is [Quantity quantity] ? decimal.IsInteger(quantity.Value) : Functions.NoOverload),
        ("asInteger", arguments => arguments is not [Quantity quantity] ? Functions.NoOverload
            : decimal.IsInteger(quantity.Value) ? (long)quantity.Value
            : throw new CelException("cannot convert value to integer")),
        ("asApproximateFloat", arguments => arguments is [Quantity quantity] ? (double)quantity.Value : Functions.NoOverload),
    ];

    private static Function On(Func<Quantity, Quantity, object> compute) =>
        arguments => arguments is [Quantity left, Quantity right] ? compute(left, right) : Functions.NoOverload;
}
