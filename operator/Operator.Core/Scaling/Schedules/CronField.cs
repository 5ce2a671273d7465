using System.Globalization;

namespace InferOps.Operator.Core.Scaling.Schedules;

/// <summary>One field of a cron expression, as a set of numbers below 64.</summary>
/// <param name="Any">True: it begins with <c>*</c>, and restricts nothing by itself.</param>
internal sealed record CronField(ulong Bits, bool Any)
{
    public bool Has(int number) => (Bits >> number & 1) != 0;

    public IEnumerable<int> Descending => Enumerable.Range(0, 64).Reverse().Where(Has);

    /// <param name="what">For messages.</param>
    /// <param name="text">Numbers, names, ranges <c>1-5</c>, steps <c>*/15</c> or <c>8-18/2</c>, and lists of these.</param>
    /// <param name="names">Of the numbers from <paramref name="min"/> on.</param>
    /// <exception cref="FormatException">The message says what is wrong.</exception>
    public static CronField Parse(string what, string text, int min, int max, params string[] names)
    {
        ulong bits = 0;
        foreach (var part in text.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var all] => (all, 1),
                [var all, var every] when int.TryParse(every, NumberStyles.None, CultureInfo.InvariantCulture, out var by) && by > 0 => (all, by),
                _ => throw Wrong(),
            };
            var (from, to) = range == "*" ? (min, max) : range.Split('-') switch
            {
                // A step without an end goes on to the last: 5/15 is 5,20,35,50.
                [var one] => (Number(one), part.Contains('/', StringComparison.Ordinal) ? max : Number(one)),
                [var one, var other] => (Number(one), Number(other)),
                _ => throw Wrong(),
            };
            if (from > to) throw Wrong();
            for (var number = from; number <= to; number += step) bits |= 1UL << number;
        }

        return new CronField(bits, text.StartsWith('*'));

        int Number(string word)
        {
            var named = Array.FindIndex(names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
            if (named >= 0) return min + named;
            return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : throw Wrong();
        }

        FormatException Wrong() => new($"has '{text}' as {what}; write numbers from {min} to {max}, *, ranges like {min}-{max}, steps like */2, or lists of these");
    }
}
