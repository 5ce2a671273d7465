namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>The variables in scope, innermost first.</summary>
internal sealed record Scope(string Name, object? Value, Scope? Outer)
{
    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope.Name == name) return scope.Value;
        return TypeValue.Named(name) ?? throw new CelException($"undeclared reference to '{name}'");
    }
}

/// <summary>Computes the value of an expression.</summary>
internal static class Evaluator
{
    /// <exception cref="CelException">The expression has no value: an absent key, an unknown overload, a division by zero, ...</exception>
    public static object? Evaluate(Expression expression, Scope scope) => expression switch
    {
        Literal literal => literal.Value,
        Name name => scope.Find(name.Text),
        Select select => Select(select, scope),
        Index index => Item(Evaluate(index.Operand, scope), Evaluate(index.Key, scope)),
        Conditional choice => Evaluate(Boolean(choice.Condition, scope) ? choice.Then : choice.Else, scope),
        And both => Logic(both.Left, both.Right, scope, decisive: false),
        Or either => Logic(either.Left, either.Right, scope, decisive: true),
        ListLiteral list => list.Items.Select(item => Evaluate(item, scope)).ToList(),
        MapLiteral map => map.Entries.ToDictionary(entry => Key(Evaluate(entry.Key, scope)), entry => Evaluate(entry.Value, scope), StringComparer.Ordinal),
        Macro macro => MacroEvaluator.Evaluate(macro, scope),
        Call call => Functions.Call(call.Function, [.. call.Arguments.Select(argument => Evaluate(argument, scope))]),
        _ => throw new ArgumentOutOfRangeException(nameof(expression)),
    };

    public static bool Boolean(Expression expression, Scope scope) => Evaluate(expression, scope) is bool value
        ? value
        : throw new CelException("no such overload: a condition must be a bool");

    /// <summary>And and or ignore an error on one side when the other side decides.</summary>
    private static bool Logic(Expression left, Expression right, Scope scope, bool decisive)
    {
        CelException error;
        try
        {
            if (Boolean(left, scope) == decisive) return decisive;
            return Boolean(right, scope);
        }
        catch (CelException caught)
        {
            error = caught;
        }

        return Boolean(right, scope) == decisive ? decisive : throw error;
    }

    private static object? Select(Select select, Scope scope)
    {
        var operand = Evaluate(select.Operand, scope);
        if (operand is not IReadOnlyDictionary<string, object?> map) throw new CelException($"no such overload: {Values.TypeName(operand)}.{select.Field}");
        var present = map.TryGetValue(select.Field, out var value);
        if (select.TestOnly) return present;
        return present ? value : throw new CelException($"no such key: {select.Field}");
    }

    private static object? Item(object? operand, object? key) => (operand, key) switch
    {
        (IReadOnlyList<object?> list, long index) => index >= 0 && index < list.Count ? list[(int)index] : throw new CelException($"index out of bounds: {index}"),
        (IReadOnlyDictionary<string, object?> map, string name) => map.TryGetValue(name, out var value) ? value : throw new CelException($"no such key: {name}"),
        _ => throw new CelException($"no such overload: {Values.TypeName(operand)}[{Values.TypeName(key)}]"),
    };

    private static string Key(object? value) => value as string ?? throw new CelException($"unsupported key type: {Values.TypeName(value)}");
}

/// <summary>Computes macros over lists and maps.</summary>
internal static class MacroEvaluator
{
    public static object? Evaluate(Macro macro, Scope scope)
    {
        var range = Evaluator.Evaluate(macro.Range, scope);
        var items = range switch
        {
            IReadOnlyList<object?> list => list,
            IReadOnlyDictionary<string, object?> map => map.Keys.ToList<object?>(),
            _ => throw new CelException($"expression of type '{Values.TypeName(range)}' cannot be range of a comprehension"),
        };
        Scope With(object? item) => new(macro.Variable, item, scope);
        return macro.Kind switch
        {
            MacroKind.All => Any(items, item => !Evaluator.Boolean(macro.Body, With(item))) is not true,
            MacroKind.Exists => Any(items, item => Evaluator.Boolean(macro.Body, With(item))),
            MacroKind.ExistsOne => items.Count(item => Evaluator.Boolean(macro.Body, With(item))) == 1,
            MacroKind.Filter => items.Where(item => Evaluator.Boolean(macro.Body, With(item))).ToList(),
            _ => items.Where(item => macro.Filter is null || Evaluator.Boolean(macro.Filter, With(item)))
                .Select(item => Evaluator.Evaluate(macro.Body, With(item))).ToList(),
        };
    }

    /// <summary>Whether one item decides; an error counts only when none does.</summary>
    private static bool Any(IReadOnlyList<object?> items, Func<object?, bool> decides)
    {
        CelException? error = null;
        foreach (var item in items)
        {
            try
            {
                if (decides(item)) return true;
            }
            catch (CelException caught)
            {
                error = caught;
            }
        }

        return error is null ? false : throw error;
    }
}
