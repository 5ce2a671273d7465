namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>
/// Finds what can be known to be wrong before any value is there: names and functions that do not exist, and fields the schema does not have. Types of
/// operands are left to evaluation.
/// </summary>
internal static class Checker
{
    /// <summary>Checks an expression; <paramref name="variables"/> are its variables with their schemas, null for any value.</summary>
    /// <exception cref="CelException">The expression does not compile.</exception>
    public static void Check(Expression expression, IReadOnlyDictionary<string, SchemaNode?> variables) => Visit(expression, variables);

    /// <summary>The schema of the value where it is known to be part of the object, else null.</summary>
    private static SchemaNode? Visit(Expression expression, IReadOnlyDictionary<string, SchemaNode?> variables)
    {
        switch (expression)
        {
            case Name name:
                if (!variables.TryGetValue(name.Text, out var schema) && TypeValue.Named(name.Text) is null) throw new CelException($"undeclared reference to '{name.Text}' (in container '')");
                return schema;
            case Select select:
                return Field(Visit(select.Operand, variables), select.Field);
            case Index index:
                Visit(index.Key, variables);
                var operand = Visit(index.Operand, variables);
                return operand?.Items ?? operand?.AdditionalProperties;
            case Macro macro:
                var range = Visit(macro.Range, variables);
                var inner = new Dictionary<string, SchemaNode?>(variables) { [macro.Variable] = range?.Items };
                if (macro.Filter is not null) Visit(macro.Filter, inner);
                Visit(macro.Body, inner);
                return macro.Kind == MacroKind.Filter ? range : null;
            case Conditional choice:
                Visit(choice.Condition, variables);
                Visit(choice.Else, variables);
                return Visit(choice.Then, variables);
            case Call call when !Functions.Exists(call.Function):
                throw new CelException($"undeclared reference to '{call.Function}' (in container '')");
        }

        foreach (var part in Parts(expression)) Visit(part, variables);
        return null;
    }

    private static SchemaNode? Field(SchemaNode? schema, string name)
    {
        if (schema is null || schema.Type.Length == 0) return null;
        return schema.Field(name) ?? (schema is { IsStruct: false, IsObject: true }
            ? null
            : throw new CelException(schema.IsObject ? $"undefined field '{name}'" : $"type '{schema.Type}' does not support field selection"));
    }

    private static IEnumerable<Expression> Parts(Expression expression) => expression switch
    {
        Call call => call.Arguments,
        And both => [both.Left, both.Right],
        Or either => [either.Left, either.Right],
        ListLiteral list => list.Items,
        MapLiteral map => map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }),
        _ => [],
    };
}
