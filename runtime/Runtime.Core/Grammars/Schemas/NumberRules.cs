using System.Numerics;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Numbers, and integers, within bounds.</summary>
internal static class NumberRules
{
    private const decimal Farthest = 1e15m;

    /// <returns>Null when no number satisfies the clause.</returns>
    public static Expression? Number(SchemaClause clause)
    {
        var facts = NumberFacts.Of(clause);
        if (facts.IsFree) return Expression.To(JsonRules.Number);
        if (facts.Decimals == 0) return Integer(clause);
        if (Math.Abs(facts.Min?.Value ?? 0) >= Farthest || Math.Abs(facts.Max?.Value ?? 0) >= Farthest)
            throw new SchemaException(clause.Places[0].Path, "bounds of numbers that are no integers can be enforced up to 1e15");
        return new DecimalRange(facts.Decimals ?? JsonRules.MostDigits).Of(facts.Min, facts.Max);
    }

    /// <returns>Null when no integer satisfies the clause.</returns>
    public static Expression? Integer(SchemaClause clause)
    {
        var facts = NumberFacts.Of(clause);
        if (facts.Min is null && facts.Max is null) return Expression.To(JsonRules.Integer);
        return IntegerRange.Of(Whole(facts.Min, decimal.Ceiling, 1), Whole(facts.Max, decimal.Floor, -1));
    }

    private static BigInteger? Whole(NumberBound? bound, Func<decimal, decimal> round, int inwards) => bound switch
    {
        null => null,
        { IsOpen: true, Value: var value } when decimal.IsInteger(value) => new BigInteger(value) + inwards,
        _ => new BigInteger(round(bound.Value)),
    };
}
