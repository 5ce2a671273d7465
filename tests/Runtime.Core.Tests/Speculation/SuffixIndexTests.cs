using FsCheck;
using FsCheck.Fluent;
using InferOps.Runtime.Core.Speculation;

namespace InferOps.Runtime.Core.Tests.Speculation;

public sealed class SuffixIndexTests
{
    [Fact]
    public void It_finds_the_latest_place_of_the_longest_end_that_occurred_before() => Prop.ForAll(Texts(), tokens =>
    {
        var index = new SuffixIndex();
        for (var length = 1; length <= tokens.Length; length++)
        {
            index.Extend(tokens.AsSpan(0, length));
            if (index.Find(tokens.AsSpan(0, length)) != Expected(tokens.AsSpan(0, length))) return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Learning_all_at_once_is_learning_one_by_one() => Prop.ForAll(Texts(), tokens =>
    {
        var (whole, parts) = (new SuffixIndex(), new SuffixIndex());
        whole.Extend(tokens);
        for (var length = 0; length <= tokens.Length; length++) parts.Extend(tokens.AsSpan(0, length));
        return whole.Find(tokens) == parts.Find(tokens);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_grows_with_the_text()
    {
        int[] tokens = [.. Enumerable.Range(0, 5000), 1234, 1235, 1236];
        var index = new SuffixIndex();
        for (var length = 0; length <= tokens.Length; length += 7) index.Extend(tokens.AsSpan(0, length));
        index.Extend(tokens);
        Assert.Equal((1237, 3), index.Find(tokens));
    }

    private static (int Place, int Length) Expected(ReadOnlySpan<int> tokens)
    {
        var (best, longest) = (0, 0);
        for (var place = tokens.Length - 1; place >= SuffixIndex.Shortest; place--)
        {
            var common = 0;
            while (common < Math.Min(place, 32) && tokens[place - 1 - common] == tokens[^(common + 1)]) common++;
            if (common >= SuffixIndex.Shortest && common > longest) (best, longest) = (place, common);
        }

        return (best, longest);
    }

    // Few enough tokens that the number of places it looks at is no limit.
    private static Arbitrary<int[]> Texts() => Gen.Choose(0, 3).ArrayOf().Where(tokens => tokens.Length <= 60).ToArbitrary();
}
