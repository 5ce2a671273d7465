using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Patterns;

/// <summary>How many characters the texts of an expression without references have.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Max">The longest; null when there is none.</param>
internal readonly record struct Lengths(long Min, long? Max)
{
    public static Lengths Of(Expression expression)
    {
        switch (expression)
        {
            case Expression.Text { Value: var value }:
                var length = value.EnumerateRunes().Count();
                return new(length, length);
            case Expression.Sequence { Parts: var parts }:
                return parts.Select(Of).Aggregate(new Lengths(0, 0), (sum, part) => new(sum.Min + part.Min, sum.Max + part.Max));
            case Expression.Choice { Options: var options }:
                var all = options.Select(Of).ToList();
                return new(all.Min(one => one.Min), all.Exists(one => one.Max is null) ? null : all.Max(one => one.Max));
            case Expression.Repeat { Part: var part, Min: var min, Max: var max }:
                var inner = Of(part);
                return new(inner.Min * min, inner.Max * max);
            default:
                return new(1, 1);
        }
    }
}
