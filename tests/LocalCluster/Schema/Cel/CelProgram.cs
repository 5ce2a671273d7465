namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>A compiled expression over <c>self</c> and, in transition rules, <c>oldSelf</c>.</summary>
public sealed class CelProgram
{
    private readonly Expression expression;

    private CelProgram(Expression expression)
    {
        this.expression = expression;
        UsesOldSelf = Mentions(expression, "oldSelf");
    }

    /// <summary>Whether the rule compares with the stored object, and so says nothing about a new one.</summary>
    public bool UsesOldSelf { get; }

    /// <param name="schema">The schema of self, or null to check no fields.</param>
    /// <exception cref="CelException">The expression does not compile.</exception>
    public static CelProgram Compile(string source, SchemaNode? schema)
    {
        var expression = Parser.Parse(source);
        Checker.Check(expression, new Dictionary<string, SchemaNode?> { ["self"] = schema, ["oldSelf"] = schema });
        return new CelProgram(expression);
    }

    /// <param name="self">A value of <see cref="Values"/>.</param>
    /// <exception cref="CelException">The expression has no value for this input.</exception>
    public object? Evaluate(object? self, object? oldSelf) => Evaluator.Evaluate(expression, new Scope("self", self, new Scope("oldSelf", oldSelf, null)));

    private static bool Mentions(Expression expression, string name) => expression switch
    {
        Name here => here.Text == name,
        Select select => Mentions(select.Operand, name),
        Index index => Mentions(index.Operand, name) || Mentions(index.Key, name),
        Call call => call.Arguments.Any(argument => Mentions(argument, name)),
        Conditional choice => Mentions(choice.Condition, name) || Mentions(choice.Then, name) || Mentions(choice.Else, name),
        And both => Mentions(both.Left, name) || Mentions(both.Right, name),
        Or either => Mentions(either.Left, name) || Mentions(either.Right, name),
        ListLiteral list => list.Items.Any(item => Mentions(item, name)),
        MapLiteral map => map.Entries.Any(entry => Mentions(entry.Key, name) || Mentions(entry.Value, name)),
        Macro macro => Mentions(macro.Range, name) || Mentions(macro.Body, name) || (macro.Filter is not null && Mentions(macro.Filter, name)),
        _ => false,
    };
}
