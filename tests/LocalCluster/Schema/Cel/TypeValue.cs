namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>A type as a value: what <c>type(x)</c> gives, and what the names of types mean in an expression, such as <c>type(x) == int</c>.</summary>
internal sealed record TypeValue(string Name)
{
    private static readonly Dictionary<string, TypeValue> ByName =
        new[] { "bool", "bytes", "double", "int", "list", "map", "null_type", "string", "type", "uint" }.ToDictionary(name => name, name => new TypeValue(name), StringComparer.Ordinal);

    /// <returns>Null: no type has that name.</returns>
    public static TypeValue? Named(string name) => ByName.GetValueOrDefault(name);
}
