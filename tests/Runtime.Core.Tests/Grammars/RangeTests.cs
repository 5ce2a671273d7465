using System.Globalization;
using System.Numerics;
using InferOps.Runtime.Core.Grammars.Schemas;

namespace InferOps.Runtime.Core.Tests.Grammars;

public sealed class RangeTests
{
    [Fact]
    public void An_integer_range_holds_every_integer_within_and_none_without()
    {
        var random = new Random(1);
        for (var round = 0; round < 150; round++)
        {
            var (one, other) = (random.Next(-1500, 1500), random.Next(-1500, 1500));
            var (low, high) = (Math.Min(one, other), Math.Max(one, other));
            var spelled = IntegerRange.Of(low, high)!.AsRegex();
            for (var number = -1600; number <= 1600; number++)
                Assert.True(spelled.IsMatch(number.ToString(CultureInfo.InvariantCulture)) == (number >= low && number <= high), $"{number} in {low} … {high}");
            Assert.DoesNotMatch(spelled, "-0");
            Assert.DoesNotMatch(spelled, "007");
        }
    }

    [Theory]
    [InlineData(null, "5", "-999999999999999", true)]
    [InlineData(null, "5", "6", false)]
    [InlineData("5", null, "999999999999999", true)]
    [InlineData("5", null, "4", false)]
    [InlineData("1000000000000000000", null, "1000000000000000001", true)]
    [InlineData("-9223372036854775808", "9223372036854775807", "9223372036854775808", false)]
    [InlineData("-9223372036854775808", "9223372036854775807", "-9223372036854775808", true)]
    public void An_open_range_goes_as_far_as_numbers_can_be_trusted(string? low, string? high, string number, bool within) =>
        Assert.Equal(within, IntegerRange.Of(Whole(low), Whole(high))!.AsRegex().IsMatch(number));

    [Fact]
    public void A_decimal_range_holds_only_numbers_within_and_all_of_few_decimals()
    {
        var random = new Random(2);
        for (var round = 0; round < 40; round++)
        {
            var (one, other) = (Random(random), Random(random));
            var (low, high) = (new NumberBound(Math.Min(one, other), random.Next(2) == 0), new NumberBound(Math.Max(one, other), random.Next(2) == 0));
            if (low.Value == high.Value) continue;
            var facts = new NumberFacts(low, high, null);
            var spelled = new DecimalRange(4).Of(low, high)!.AsRegex();
            for (var number = -3.5m; number <= 3.5m; number += 0.01m)
            {
                foreach (var text in (string[])[number.ToString("0.00", CultureInfo.InvariantCulture), number.ToString("0.##", CultureInfo.InvariantCulture)])
                {
                    // A number may be spelled with needless zeros, but need not be; and nobody writes -0.
                    var matches = spelled.IsMatch(text);
                    if (matches) Assert.True(facts.Contains(number), $"{text} in {low} … {high}");
                    else if (text == number.ToString("0.##", CultureInfo.InvariantCulture)) Assert.False(facts.Contains(number), $"{text} not in {low} … {high}");
                }
            }
        }
    }

    private static decimal Random(Random random) => random.Next(4) == 0 ? random.Next(-3, 4) : random.Next(-300, 301) / 100m;

    private static BigInteger? Whole(string? text) => text is null ? null : BigInteger.Parse(text, CultureInfo.InvariantCulture);
}
