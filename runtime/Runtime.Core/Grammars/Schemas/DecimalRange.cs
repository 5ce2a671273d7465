using System.Globalization;
using System.Numerics;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>Decimal spellings, without exponents, of numbers between two bounds.</summary>
/// <param name="decimals">Digits after the point at most.</param>
internal sealed class DecimalRange(int decimals)
{
    /// <summary>So few digits are spelled exactly, whatever the bounds.</summary>
    private const int MostTrials = 4;

    private static readonly decimal Most = (decimal)Math.Pow(10, JsonRules.MostDigits);

    /// <returns>Null when no number with so few decimals lies in between.</returns>
    public Expression? Of(NumberBound? min, NumberBound? max)
    {
        // An absent bound is where a double stops counting, or ten times beyond the other bound.
        var low = min ?? new NumberBound(-Math.Max(Most, -10 * (max?.Value ?? 0)), true);
        var high = max ?? new NumberBound(Math.Max(Most, 10 * (min?.Value ?? 0)), true);
        var options = new List<Expression>();
        if (high.Value >= 0 && NotNegative(low.Value < 0 ? new NumberBound(0, false) : low, high) is { } upper) options.Add(upper);
        var below = new NumberBound(-low.Value, low.IsOpen);
        var above = high.Value >= 0 ? new NumberBound(0, true) : new NumberBound(-high.Value, high.IsOpen);
        if (low.Value < 0 && NotNegative(above, below) is { } lower) options.Add(Expression.Then(Expression.Of("-"), lower));
        return options.Count == 0 ? null : Expression.Either(options);
    }

    /// <summary>For 0 ≤ low. Whole numbers with any fraction; the whole number of the low bound and that of the high bound with some fractions.</summary>
    private Expression? NotNegative(NumberBound low, NumberBound high)
    {
        if (low.Value > high.Value) return null;
        var options = new List<Expression?>();
        var (first, last) = (decimal.Floor(low.Value), decimal.Floor(high.Value));
        var (above, below) = (Fraction(low.Value), Fraction(high.Value));
        if (first == last)
        {
            options.Add(Whole(first, new FractionBounds(above, low.IsOpen, below, high.IsOpen)));
        }
        else
        {
            var ragged = above.Length > 0 || low.IsOpen;
            if (ragged) options.Add(Whole(first, new FractionBounds(above, low.IsOpen, null, false)));
            if (IntegerRange.Of(new BigInteger(ragged ? first + 1 : first), new BigInteger(last - 1)) is { } between)
                options.Add(Expression.Then(between, Tail(FractionBounds.None)!));
            options.Add(Whole(last, new FractionBounds(null, false, below, high.IsOpen)));
        }

        var possible = options.OfType<Expression>().ToList();
        return possible.Count == 0 ? null : Expression.Either(possible);
    }

    private Expression? Whole(decimal number, FractionBounds bounds) =>
        Tail(bounds) is { } tail ? Expression.Then(Expression.Of(number.ToString("F0", CultureInfo.InvariantCulture)), tail) : null;

    /// <summary>What may follow a whole number: nothing, or a point and digits.</summary>
    private Expression? Tail(FractionBounds bounds)
    {
        var digits = decimals == 0 ? null : Digits(bounds, decimals, started: false);
        var fraction = digits is null ? null : Expression.Then(Expression.Of("."), digits);
        if (!bounds.ContainsZero) return fraction;
        return fraction is null ? Expression.Nothing : Expression.Optional(fraction);
    }

    /// <summary>The digits from here on, of which <paramref name="left"/> may still come.</summary>
    private static Expression? Digits(FractionBounds bounds, int left, bool started)
    {
        if (bounds == FractionBounds.None) return Expression.Times(Expression.Digit, started ? 0 : 1, left);
        if (bounds.IsZero) return Expression.Times(Expression.Of("0"), started ? 0 : 1, left);
        if (bounds.IsPositive && left > MostTrials) return Positive(left);
        var mayEnd = started && bounds.ContainsZero;
        var options = new List<Expression>();
        for (var digit = '0'; left > 0 && digit <= '9'; digit++)
        {
            if (bounds.After(digit) is not { } next) continue;
            var last = digit;
            while (next == FractionBounds.None && last < '9' && bounds.After((char)(last + 1)) == next) last++;
            if (Digits(next, left - 1, started: true) is { } rest) options.Add(Expression.Then(Expression.Range(digit, last), rest));
            digit = last;
        }

        if (options.Count == 0) return mayEnd ? Expression.Nothing : null;
        return mayEnd ? Expression.Optional(Expression.Either(options)) : Expression.Either(options);
    }

    /// <summary>Zeros, and then not a zero: half of the digits for each, instead of every way to part them.</summary>
    private static Expression Positive(int left) => Expression.Then(
        Expression.Times(Expression.Of("0"), 0, left / 2), Expression.Range('1', '9'), Expression.Times(Expression.Digit, 0, left - (left / 2) - 1));

    /// <summary>Digits after the point, without trailing zeros.</summary>
    private static string Fraction(decimal number) =>
        (number - decimal.Floor(number)).ToString("0.############################", CultureInfo.InvariantCulture) is ['0', '.', .. var digits] ? digits : "";

    /// <summary>Between which fractions the digits still to come must lie; null where they are free, as they are once they differ from the bound's.</summary>
    private readonly record struct FractionBounds(string? Low, bool LowIsOpen, string? High, bool HighIsOpen)
    {
        public static FractionBounds None => default;

        /// <summary>Whether nothing but zeros is within.</summary>
        public bool IsZero => Low is null or "" && !LowIsOpen && High is "" && !HighIsOpen;

        /// <summary>Whether nothing but zero is out of bounds.</summary>
        public bool IsPositive => Low is "" && LowIsOpen && High is null;

        /// <summary>Whether no digits, or only zeros, are within.</summary>
        public bool ContainsZero => (Low is null || (Low.Length == 0 && !LowIsOpen)) && (High is null || High.Length > 0 || !HighIsOpen);

        /// <summary>The bounds of what follows a digit; null when it is out of bounds.</summary>
        public FractionBounds? After(char digit)
        {
            var (low, high) = (Low is [var first, ..] ? first : '0', High is [var last, ..] ? last : '0');
            if ((Low is not null && digit < low) || (High is not null && digit > high)) return null;
            var above = Low is null || digit > low ? null : Low.Length > 0 ? Low[1..] : Low;
            var below = High is null || digit < high ? null : High.Length > 0 ? High[1..] : High;
            return new FractionBounds(above, above is not null && LowIsOpen, below, below is not null && HighIsOpen);
        }
    }
}
