namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>One function: null means that these arguments are not its.</summary>
internal delegate object? Function(IReadOnlyList<object?> arguments);

/// <summary>All functions and operators by name.</summary>
internal static class Functions
{
    /// <summary>What a function answers when its arguments are of other types than it takes.</summary>
    public static readonly object NoOverload = new();

    private static readonly Dictionary<string, List<Function>> ByName = Gather(
        Operators.All, Conversions.All, TextFunctions.All, ListFunctions.All, TimeFunctions.All, QuantityFunctions.All);

    public static bool Exists(string name) => ByName.ContainsKey(name);

    public static object? Call(string name, IReadOnlyList<object?> arguments)
    {
        if (!ByName.TryGetValue(name, out var overloads)) throw new CelException($"undeclared reference to '{name}'");
        foreach (var overload in overloads)
        {
            var result = overload(arguments);
            if (!ReferenceEquals(result, NoOverload)) return result;
        }

        throw new CelException($"found no matching overload for '{name}' applied to '({string.Join(", ", arguments.Select(Values.TypeName))})'");
    }

    private static Dictionary<string, List<Function>> Gather(params IEnumerable<(string Name, Function Function)>[] libraries) =>
        libraries.SelectMany(library => library).GroupBy(entry => entry.Name).ToDictionary(
            group => group.Key, group => group.Select(entry => entry.Function).ToList(), StringComparer.Ordinal);
}
