namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Functions of lists, maps and sets.</summary>
internal static class ListFunctions
{
    public static IEnumerable<(string Name, Function Function)> All { get; } =
    [
        ("size", arguments => arguments switch
        {
            [IReadOnlyList<object?> list] => (long)list.Count,
            [IReadOnlyDictionary<string, object?> map] => (long)map.Count,
            _ => Functions.NoOverload,
        }),
        ("isSorted", On(list => list.Zip(list.Skip(1)).All(pair => Values.Compare(pair.First, pair.Second) <= 0))),
        ("sum", On(list => list.Count == 0 ? 0L : list.Skip(1).Aggregate(list[0], (total, item) => Functions.Call("+", [total, item])))),
        ("min", On(list => Extreme(list, -1))),
        ("max", On(list => Extreme(list, 1))),
        ("math.least", arguments => Extreme(arguments is [IReadOnlyList<object?> list] ? list : arguments, -1)),
        ("math.greatest", arguments => Extreme(arguments is [IReadOnlyList<object?> list] ? list : arguments, 1)),
        ("indexOf", arguments => arguments is [IReadOnlyList<object?> list, var item] ? Position(list, item, last: false) : Functions.NoOverload),
        ("lastIndexOf", arguments => arguments is [IReadOnlyList<object?> list, var item] ? Position(list, item, last: true) : Functions.NoOverload),
        ("join", arguments => arguments switch
        {
            [IReadOnlyList<object?> list] => string.Concat(list),
            [IReadOnlyList<object?> list, string separator] => string.Join(separator, list),
            _ => Functions.NoOverload,
        }),
        ("sets.contains", Pair((all, some) => some.All(item => Contains(all, item)))),
        ("sets.equivalent", Pair((left, right) => left.All(item => Contains(right, item)) && right.All(item => Contains(left, item)))),
        ("sets.intersects", Pair((left, right) => left.Any(item => Contains(right, item)))),
    ];

    private static Function On(Func<IReadOnlyList<object?>, object?> compute) =>
        arguments => arguments is [IReadOnlyList<object?> list] ? compute(list) : Functions.NoOverload;

    private static Function Pair(Func<IReadOnlyList<object?>, IReadOnlyList<object?>, bool> compute) =>
        arguments => arguments is [IReadOnlyList<object?> left, IReadOnlyList<object?> right] ? compute(left, right) : Functions.NoOverload;

    private static bool Contains(IReadOnlyList<object?> list, object? item) => list.Any(other => Values.AreEqual(other, item));

    private static object? Extreme(IReadOnlyList<object?> items, int sign) => items.Count == 0
        ? throw new CelException("min and max of an empty list")
        : items.Aggregate((best, item) => Values.Compare(item, best) * sign > 0 ? item : best);

    private static long Position(IReadOnlyList<object?> list, object? item, bool last)
    {
        var positions = Enumerable.Range(0, list.Count).Where(index => Values.AreEqual(list[index], item)).Select(index => (long)index).DefaultIfEmpty(-1);
        return last ? positions.Last() : positions.First();
    }
}
