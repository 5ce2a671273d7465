namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Tells macros from method calls.</summary>
internal static class Macros
{
    public static Expression Expand(Expression target, string name, IReadOnlyList<Expression> arguments) => (name, arguments) switch
    {
        ("all", [Name variable, var body]) => new Macro(MacroKind.All, target, variable.Text, null, body),
        ("exists", [Name variable, var body]) => new Macro(MacroKind.Exists, target, variable.Text, null, body),
        ("exists_one" or "existsOne", [Name variable, var body]) => new Macro(MacroKind.ExistsOne, target, variable.Text, null, body),
        ("filter", [Name variable, var body]) => new Macro(MacroKind.Filter, target, variable.Text, null, body),
        ("map", [Name variable, var body]) => new Macro(MacroKind.Map, target, variable.Text, null, body),
        ("map", [Name variable, var filter, var body]) => new Macro(MacroKind.Map, target, variable.Text, filter, body),
        // sets.contains(a, b) and math.greatest(a, b) are functions with a dot in their names.
        (_, _) when target is Name { Text: "sets" or "math" } library => new Call($"{library.Text}.{name}", false, arguments),
        _ => new Call(name, true, [target, .. arguments]),
    };
}
