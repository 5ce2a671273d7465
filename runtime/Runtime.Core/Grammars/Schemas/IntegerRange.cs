using System.Globalization;
using System.Numerics;
using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars.Schemas;

/// <summary>The decimal spellings of all integers between two bounds, exactly.</summary>
internal static class IntegerRange
{
    private static readonly BigInteger Most = BigInteger.Pow(10, JsonRules.MostDigits) - 1;

    /// <summary>An absent bound is as far away as a double can count, or ten times beyond the other bound.</summary>
    /// <returns>Null when there is no integer in between.</returns>
    public static Expression? Of(BigInteger? min, BigInteger? max)
    {
        var low = min ?? -BigInteger.Max(Most, -10 * (max ?? 0));
        var high = max ?? BigInteger.Max(Most, 10 * (min ?? 0));
        if (low > high) return null;
        var options = new List<Expression>();
        if (low <= 0 && high >= 0) options.Add(Expression.Of("0"));
        if (high > 0) options.Add(Positive(BigInteger.Max(low, 1), high));
        if (low < 0) options.Add(Expression.Then(Expression.Of("-"), Positive(BigInteger.Max(-high, 1), -low)));
        return Expression.Either(options);
    }

    /// <summary>Without leading zeros. For 0 &lt; low ≤ high.</summary>
    public static Expression Positive(BigInteger low, BigInteger high)
    {
        var options = new List<Expression>();
        var (shortest, longest) = (Digits(low).Length, Digits(high).Length);
        var length = shortest;
        while (length <= longest)
        {
            // Lengths of which every number is in range are written as one.
            var full = length;
            while (full <= longest && low <= BigInteger.Pow(10, full - 1) && BigInteger.Pow(10, full) - 1 <= high) full++;
            if (full > length)
            {
                options.Add(Expression.Then(Expression.Range('1', '9'), Expression.Times(Expression.Digit, length - 1, full - 2)));
                length = full;
                continue;
            }

            options.Add(Between(Digits(BigInteger.Max(low, BigInteger.Pow(10, length - 1))), Digits(BigInteger.Min(high, BigInteger.Pow(10, length) - 1))));
            length++;
        }

        return Expression.Either(options);
    }

    /// <summary>Numbers of as many digits as both bounds have.</summary>
    private static Expression Between(string low, string high)
    {
        var common = low.AsSpan().CommonPrefixLength(high);
        if (common == low.Length) return Expression.Of(low);
        if (common > 0) return Expression.Then(Expression.Of(low[..common]), Between(low[common..], high[common..]));

        var rest = low.Length - 1;
        var (first, last) = (low[0], high[0]);
        var (zeros, nines) = (new string('0', rest), new string('9', rest));
        var options = new List<Expression>();
        if (low[1..] != zeros) options.Add(Expression.Then(Digit(first++), Between(low[1..], nines)));
        var ragged = high[1..] != nines;
        if (ragged) last--;
        if (first <= last) options.Add(Expression.Then(Expression.Range(first, last), Expression.Times(Expression.Digit, rest, rest)));
        if (ragged) options.Add(Expression.Then(Digit(high[0]), Between(zeros, high[1..])));
        return Expression.Either(options);
    }

    private static Expression Digit(char digit) => Expression.Range(digit, digit);

    private static string Digits(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
