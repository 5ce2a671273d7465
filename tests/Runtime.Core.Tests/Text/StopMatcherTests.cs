using FsCheck;
using FsCheck.Fluent;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Tests.Text;

public sealed class StopMatcherTests
{
    public static TheoryData<string, string[], string[], string[], bool> Pieces => new()
    {
        { "nothing is held without stop strings", [], ["ab", "c"], ["ab", "c"], false },
        { "only a possible start is held", ["STOP"], ["a S", "o"], ["a ", "So"], false },
        { "a stop string over three pieces", ["STOP"], ["xS", "TO", "Py"], ["x", "", ""], true },
        { "the first of two wins", ["b", "a"], ["xab"], ["x"], true },
        { "a start inside a start", ["aab"], ["aa", "ab"], ["", "a"], true },
        { "a held start that nothing follows is shown", ["STOP"], ["x STO"], ["x ", "STO"], false },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Pieces_are_shown_as_soon_as_they_can_be(string what, string[] stops, string[] pieces, string[] expected, bool stops_expected)
    {
        var (shown, stopped) = Feed(stops, pieces);
        Assert.True(expected.SequenceEqual(shown), $"{what}: {string.Join('|', shown)}");
        Assert.Equal(stops_expected, stopped);
    }

    [Fact]
    public void What_is_shown_does_not_depend_on_how_the_text_is_cut() =>
        Prop.ForAll(Cuts(), cut =>
        {
            var text = string.Concat(cut.Pieces);
            var ends = cut.Stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).ToArray();
            var (shown, stopped) = Feed(cut.Stops, cut.Pieces);
            var seen = string.Concat(shown);

            // Two stop strings may overlap; then the one that is complete first ends the text.
            return stopped == ends.Length > 0
                && text.StartsWith(seen, StringComparison.Ordinal)
                && (stopped ? ends.Contains(seen.Length) : seen == text);
        }).QuickCheckThrowOnFailure();

    private static (List<string> Shown, bool Stopped) Feed(string[] stops, string[] pieces)
    {
        var matcher = new StopMatcher(stops);
        var shown = new List<string>();
        foreach (var piece in pieces)
        {
            shown.Add(matcher.Add(piece, out var stopped));
            if (stopped) return (shown, true);
        }

        if (matcher.Flush() is { Length: > 0 } rest) shown.Add(rest);
        return (shown, false);
    }

    // Few letters, so that starts and overlaps of stop strings are common.
    private static Arbitrary<(string[] Stops, string[] Pieces)> Cuts()
    {
        var word = Gen.Choose('a', 'c').Select(letter => (char)letter).ArrayOf(3).Select(letters => new string(letters));
        var piece = Gen.Choose('a', 'c').Select(letter => (char)letter).ArrayOf().Select(letters => new string(letters));
        return (from stops in word.ArrayOf(2) from pieces in piece.ArrayOf() select (stops, pieces)).ToArbitrary();
    }
}
