using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Speculation;

public sealed class ModelDrafterTests
{
    private static readonly ReadingBudget Plenty = new(double.PositiveInfinity, double.PositiveInfinity);
    private static readonly FakeModelOptions Counting = new() { SharesPrefixes = true, MaxSequences = 3, Next = (tokens, _) => (tokens[^1] + 1) % 200 };

    [Fact]
    public void It_guesses_for_all_sequences_in_one_batch_per_round()
    {
        var model = new FakeModel(Counting);
        Draft[] drafts = [Draft(0, [5], wanted: 3), Draft(2, [50], wanted: 2), Draft(1, [90], wanted: 0)];
        Drafter(model).Propose(drafts);
        Assert.Equal([[6, 7, 8], [51, 52], []], drafts.Select(draft => draft.Proposed));
        Assert.Equal(3, model.Steps);
        Assert.Equal(5, model.Evaluated);
    }

    [Fact]
    public void What_was_guessed_right_is_not_evaluated_again()
    {
        var (model, tokens) = (new FakeModel(Counting), new List<int> { 5 });
        var (drafter, draft) = (Drafter(model), Draft(0, tokens, wanted: 3));
        drafter.Propose([draft]);
        tokens.AddRange([6, 7, 100]);
        var before = model.Evaluated;
        Propose(drafter, draft);

        // The cells of 6 and 7 are there; that of 100 is new, and so are those of two guesses.
        Assert.Equal([101, 102, 103], draft.Proposed);
        Assert.Equal(3, model.Evaluated - before);
    }

    [Fact]
    public void It_reads_up_in_ever_larger_parts_and_then_guesses()
    {
        var model = new FakeModel(Counting);
        var (drafter, draft) = (Drafter(model), Draft(0, [.. Enumerable.Range(0, 60)], wanted: 2));
        Assert.False(drafter.IsReady(draft));
        var rounds = 0;
        for (; !drafter.IsReady(draft); rounds++) drafter.ReadUp([draft], Plenty);
        Assert.InRange(rounds, 5, 6);
        Propose(drafter, draft);
        Assert.Equal([60, 61], draft.Proposed);
    }

    [Fact]
    public void It_spends_no_more_on_reading_up_than_it_may()
    {
        var (clock, text) = (new SteppedClock(), SimulatedTexts.Random());
        var drafter = new ModelDrafter(new SimulatedDraftModel(text, 1, clock, n => 0.1 * n), maxTokens: 4, clock);
        var draft = Draft(0, [.. Enumerable.Range(0, 60).Select(position => text(0, position))], wanted: 2);
        for (var i = 0; i < 10; i++) drafter.ReadUp([draft], new ReadingBudget(0.5, double.PositiveInfinity));

        // 1, 2, 4 and never 8, which would take longer than half a second; and what there is to save must be more than the cost.
        Assert.InRange(clock.GetElapsedTime(0).TotalSeconds, 0.1, 0.1 + 0.2 + (8 * 0.4));
        var before = clock.GetTimestamp();
        drafter.ReadUp([draft], new ReadingBudget(10, SavedPerToken: 0.0001));
        Assert.Equal(before, clock.GetTimestamp());
    }

    [Fact]
    public void Where_cells_are_short_those_of_others_go_and_else_nothing_is_guessed()
    {
        var model = new FakeModel(Counting with { PhysicalCells = 20 });
        var drafter = Drafter(model);
        var (first, second) = (Draft(0, [.. Enumerable.Range(0, 5)], wanted: 2), Draft(1, [.. Enumerable.Range(20, 5)], wanted: 9));
        Propose(drafter, first);
        Propose(drafter, second);
        Assert.Equal(9, second.Proposed.Count);
        var large = Draft(2, [.. Enumerable.Range(30, 40)], wanted: 2);
        for (var i = 0; i < 20; i++) drafter.ReadUp([first, second, large], Plenty);
        Propose(drafter, large);
        Assert.Empty(large.Proposed);
    }

    [Fact]
    public void A_context_that_has_no_such_sequence_guesses_nothing_for_it()
    {
        var drafter = Drafter(new FakeModel(Counting));
        var draft = Draft(7, [1], wanted: 2);
        Assert.Equal(0, drafter.Foresee(draft, new double[4]));
        drafter.ReadUp([draft], Plenty);
        Propose(drafter, draft);
        Assert.Empty(draft.Proposed);
    }

    [Theory]
    [InlineData(1, 0.85, 1)]
    [InlineData(0, 0, 0.3)]
    public void It_learns_how_good_it_is(double accuracy, double least, double most)
    {
        var (clock, text, tokens) = (new SteppedClock(), SimulatedTexts.Random(), new List<int>());
        tokens.Add(text(0, 0));
        var drafter = new ModelDrafter(new SimulatedDraftModel(text, accuracy, clock, _ => 0), maxTokens: 4, clock);
        var draft = Draft(0, tokens, wanted: 2);
        for (var i = 1; i < 60; i++)
        {
            Propose(drafter, draft);
            tokens.Add(text(0, i));
        }

        var chances = new double[1];
        Assert.Equal(1, drafter.Foresee(draft, chances));
        Assert.InRange(chances[0], least, most);
    }

    [Fact]
    public void A_draft_model_that_fails_says_so()
    {
        var drafter = Drafter(new FakeModel(Counting with { BeforeStep = _ => StepResult.Failed("device lost") }));
        var fault = Assert.Throws<EngineFaultException>(() => Propose(drafter, Draft(0, [1], wanted: 1)));
        Assert.Contains("the draft model: device lost", fault.Message, StringComparison.Ordinal);
    }

    private static ModelDrafter Drafter(IInferenceModel model) => new(model, maxTokens: 10, TimeProvider.System);

    private static void Propose(ModelDrafter drafter, Draft draft)
    {
        drafter.Follow(draft);
        drafter.Propose([draft]);
    }

    private static Draft Draft(int sequence, List<int> tokens, int wanted) => new(tokens, tokens.Count) { Sequence = sequence, Room = 100, Wanted = wanted };
}
