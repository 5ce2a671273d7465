namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>What a clause says about a number.</summary>
/// <param name="Min">The least; null for no bound.</param>
/// <param name="Max">The greatest; null for no bound.</param>
/// <param name="Decimals">Digits after the point at most; null for any number of them.</param>
internal sealed record NumberFacts(NumberBound? Min, NumberBound? Max, int? Decimals)
{
    public bool IsFree => Min is null && Max is null && Decimals is null;

    public static NumberFacts Of(SchemaClause clause)
    {
        var mins = clause.Places.SelectMany(place => Bounds(place, "minimum", "exclusiveMinimum")).ToList();
        var maxes = clause.Places.SelectMany(place => Bounds(place, "maximum", "exclusiveMaximum")).ToList();
        return new NumberFacts(
            mins.OrderByDescending(bound => bound.Value).ThenByDescending(bound => bound.IsOpen).FirstOrDefault(),
            maxes.OrderBy(bound => bound.Value).ThenByDescending(bound => bound.IsOpen).FirstOrDefault(),
            clause.Places.Min(DecimalsOf));
    }

    public bool Contains(decimal number) =>
        (Min is null || number > Min.Value || (number == Min.Value && !Min.IsOpen)) && (Max is null || number < Max.Value || (number == Max.Value && !Max.IsOpen));

    private static IEnumerable<NumberBound> Bounds(SchemaPlace place, string closed, string open)
    {
        if (place.Number(closed) is { } value) yield return new NumberBound(value, false);
        if (place.Number(open) is { } beyond) yield return new NumberBound(beyond, true);
        foreach (var (format, (min, max)) in Formats)
        {
            if (place.Has("format") && place.String("format") == format) yield return new NumberBound(closed == "minimum" ? min : max, false);
        }
    }

    private static readonly Dictionary<string, (decimal, decimal)> Formats = new(StringComparer.Ordinal)
    {
        ["int32"] = (int.MinValue, int.MaxValue),
        ["uint32"] = (0, uint.MaxValue),
        ["int64"] = (long.MinValue, long.MaxValue),
        ["uint64"] = (0, ulong.MaxValue),
    };

    /// <summary>A multiple of 1, 0.1, 0.01 … is a number of decimals; of other multiples no grammar of a reasonable size can tell.</summary>
    private static int? DecimalsOf(SchemaPlace place)
    {
        if (place.Number("multipleOf") is not { } step) return null;
        for (var (decimals, power) = (0, 1m); decimals <= 12; decimals++, power /= 10)
            if (step == power) return decimals;
        throw place.Problem("multipleOf", "only multiples of 1, 0.1, 0.01 … can be enforced");
    }
}

/// <param name="Value">The bound.</param>
/// <param name="IsOpen">Whether the bound itself is out of bounds.</param>
internal sealed record NumberBound(decimal Value, bool IsOpen);
