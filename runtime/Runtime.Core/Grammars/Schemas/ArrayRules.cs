using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Arrays: the first items each with its own schema, the others with one for all.</summary>
internal static class ArrayRules
{
    private static readonly Expression Separator = Expression.Then(Expression.Of(","), JsonRules.Blank);

    /// <param name="facts">What is said about the array.</param>
    /// <param name="valueOf">The rule for a value that satisfies all of some schemas; null when there is none.</param>
    /// <returns>Null when there is no such array.</returns>
    public static Expression? Of(ArrayFacts facts, Func<IReadOnlyList<SchemaPlace>, Expression?> valueOf)
    {
        var first = facts.First.Take(facts.Max ?? int.MaxValue).Select(valueOf).TakeWhile(item => item is not null).Select(item => item!).ToList();
        var complete = first.Count == facts.First.Count;
        var rest = complete && facts.Rest is not null && (facts.Max is null || facts.Max > first.Count) ? valueOf(facts.Rest) : null;
        var max = rest is null ? Math.Min(facts.Max ?? int.MaxValue, first.Count) : facts.Max;
        if (max < facts.Min) return null;
        var items = From(0);
        if (items is Expression.Repeat { Min: 0, Max: 1, Part: var some }) items = Expression.Optional(Expression.Then(some, JsonRules.Blank));
        else if (items != Expression.Nothing) items = Expression.Then(items, JsonRules.Blank);
        return Expression.Then(Expression.Of("["), JsonRules.Blank, items, Expression.Of("]"));

        // The items from one on, when those before it are there.
        Expression From(int index)
        {
            if (index == max) return Expression.Nothing;
            var separator = index == 0 ? Expression.Nothing : Separator;
            if (index >= first.Count && index > 0) return Expression.Times(Expression.Then(separator, rest!), Math.Max(0, facts.Min - index), max - index);
            var item = Expression.Then(separator, index < first.Count ? first[index] : rest!, From(index + 1));
            return index < facts.Min ? item : Expression.Optional(item);
        }
    }
}
