using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Tests.Sampling;

public sealed class LikeliestTests
{
    [Fact]
    public void The_highest_logit_is_found_wherever_it_is()
    {
        for (var length = 1; length <= 70; length++)
        {
            for (var at = 0; at < length; at++)
            {
                var logits = Enumerable.Range(0, length).Select(token => -10f - (token % 7)).ToArray();
                logits[at] = -1;
                Assert.Equal(at, Likeliest.Of(logits));
            }
        }
    }

    [Fact]
    public void Of_equal_ones_the_first_is_taken() => Assert.Equal(40, Likeliest.Of([.. Enumerable.Repeat(0f, 40), 2, .. Enumerable.Repeat(1f, 30), 2, 2]));

    [Fact]
    public void Excluded_tokens_are_lower_than_any() => Assert.Equal(2, Likeliest.Of([float.NegativeInfinity, float.NegativeInfinity, float.MinValue]));

    [Theory]
    [InlineData(float.NaN, 3)]
    [InlineData(float.NaN, 65)]
    [InlineData(float.PositiveInfinity, 20)]
    public void What_is_no_number_is_told_wherever_it_is(float logit, int at)
    {
        var logits = Enumerable.Range(0, 67).Select(token => (float)token).ToArray();
        logits[at] = logit;
        Assert.Throws<ModelOutputException>(() => Likeliest.Of(logits));
        Assert.Throws<ModelOutputException>(() => Likeliest.Of([.. Enumerable.Repeat(float.NegativeInfinity, 40)]));
    }
}
