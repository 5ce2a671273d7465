using InferOps.Runtime.Core.Speculation;

namespace InferOps.Runtime.Core.Tests.Speculation;

public sealed class PromptLookupDrafterTests
{
    private readonly PromptLookupDrafter _drafter = new();

    [Fact]
    public void It_guesses_what_followed_the_last_time() => Assert.Equal([3, 4, 5], Propose([1, 2, 3, 4, 5, 6, 7, 1, 2], wanted: 3));

    [Fact]
    public void A_period_goes_on_with_its_own_guesses() => Assert.Equal([3, 1, 2, 3, 1, 2, 3], Propose([9, 1, 2, 3, 1, 2], wanted: 7));

    [Fact]
    public void It_guesses_nothing_where_nothing_came_before() => Assert.Empty(Propose([1, 2, 3, 4], wanted: 4));

    [Fact]
    public void A_guess_is_the_less_certain_the_further_it_goes()
    {
        var draft = Follow([1, 2, 3, 4, 1, 2]);
        var chances = new double[8];
        Assert.Equal(8, _drafter.Foresee(draft, chances));
        Assert.Equal(chances.Order().Reverse(), chances);
        Assert.All(chances, chance => Assert.InRange(chance, 0.0001, 0.9999));
    }

    [Theory]
    [InlineData(true, 0.9, 1)]
    [InlineData(false, 0, 0.5)]
    public void It_learns_from_every_token_what_its_guesses_are_worth(bool repeats, double least, double most)
    {
        var text = repeats ? SimulatedTexts.Repeating(period: 4) : SimulatedTexts.Random(alphabet: 4);
        List<int> tokens = [.. Enumerable.Range(0, 8).Select(position => text(0, position))];
        var draft = new Draft(tokens, tokens.Count);
        while (tokens.Count < 200 || draft.Lookup.Match.Length == 0)
        {
            tokens.Add(text(0, tokens.Count));
            _drafter.Follow(draft);
        }

        var chances = new double[1];
        Assert.Equal(1, _drafter.Foresee(draft, chances));
        Assert.InRange(chances[0], least, most);
    }

    private List<int> Propose(List<int> tokens, int wanted)
    {
        var draft = Follow(tokens);
        draft.Wanted = wanted;
        _drafter.Propose([draft]);
        return draft.Proposed;
    }

    private Draft Follow(List<int> tokens)
    {
        var draft = new Draft(tokens, tokens.Count);
        _drafter.Follow(draft);
        return draft;
    }
}
