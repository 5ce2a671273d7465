namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>The syntax tree of an expression.</summary>
internal abstract record Expression;

/// <summary>A literal: null, bool, long, ulong, double, string or byte[].</summary>
internal sealed record Literal(object? Value) : Expression;

internal sealed record Name(string Text) : Expression;

/// <summary><c>operand.field</c>; with <paramref name="TestOnly"/> the macro <c>has(operand.field)</c>.</summary>
internal sealed record Select(Expression Operand, string Field, bool TestOnly) : Expression;

internal sealed record Index(Expression Operand, Expression Key) : Expression;

/// <summary>A function or operator. A method call has its receiver as the first argument.</summary>
internal sealed record Call(string Function, bool IsMethod, IReadOnlyList<Expression> Arguments) : Expression;

internal sealed record Conditional(Expression Condition, Expression Then, Expression Else) : Expression;

internal sealed record And(Expression Left, Expression Right) : Expression;

internal sealed record Or(Expression Left, Expression Right) : Expression;

internal sealed record ListLiteral(IReadOnlyList<Expression> Items) : Expression;

internal sealed record MapLiteral(IReadOnlyList<(Expression Key, Expression Value)> Entries) : Expression;

internal enum MacroKind { All, Exists, ExistsOne, Map, Filter }

/// <summary>A macro over the items of a list or the keys of a map.</summary>
/// <param name="Filter">The condition of a three-argument map, else null.</param>
internal sealed record Macro(MacroKind Kind, Expression Range, string Variable, Expression? Filter, Expression Body) : Expression;
