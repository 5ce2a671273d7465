using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Core.Tests.Fakes;
using InferOps.Runtime.Core.Tests.Scheduling;

namespace InferOps.Runtime.Core.Tests.Speculation;

/// <summary>Whoever guesses, and however well, and whatever else goes on: every token is the one that would have been chosen without guesses.</summary>
public sealed class SameAnswersTests
{
    private const int Schedules = 60;

    [Fact]
    public void The_prompt_may_be_looked_up() => SameAnswers(SpeculationMode.PromptLookup, (_, _) => null);

    [Fact]
    public void The_draft_model_may_always_be_right() => SameAnswers(SpeculationMode.Draft, (model, _) => model with { PhysicalCells = null });

    [Fact]
    public void The_draft_model_may_talk_nonsense() => SameAnswers(SpeculationMode.Draft, (model, _) => model with { Next = (_, hash) => (int)(hash % FakeTokenizer.VocabularySize) });

    [Fact]
    public void The_draft_model_may_have_few_sequences_few_cells_and_a_short_memory() => SameAnswers(SpeculationMode.Draft, (model, random) => model with
    {
        MaxSequences = 1, SequenceIds = random.Next(1, 4), ContextTokens = random.Next(8, 80), PhysicalCells = random.Next(8, 80), TrainedContextTokens = random.Next(8, 90), BatchTokens = random.Next(1, 30),
    });

    [Fact]
    public void Nothing_is_guessed_for_a_model_that_cannot_take_tokens_back()
    {
        var loop = new SteppedLoop(new FakeModelOptions { SharesPrefixes = false }, new EngineOptions { Speculation = new SpeculationOptions { Always = true } });
        _ = loop.Answer(new GenerationParameters { Prompt = [.. Enumerable.Repeat((int)'a', 40)], MaxTokens = 40 });
        Assert.Equal(0, loop.Observer.DraftedTokens);
    }

    private static void SameAnswers(SpeculationMode mode, Func<FakeModelOptions, Random, FakeModelOptions?> draft)
    {
        var (drafted, accepted, preempted) = (0, 0, 0);
        for (var seed = 0; seed < Schedules; seed++)
        {
            var random = new Random(seed);
            var schedule = RandomSchedule.Of(seed);
            var model = schedule.Model with { SharesPrefixes = true, Next = SometimesPeriodic };
            var speculation = new SpeculationOptions { Mode = mode, Always = true, MaxTokens = random.Next(1, 10) };
            var loop = new SteppedLoop(
                model, new EngineOptions { PrefillTokensWhileDecoding = schedule.PrefillTokens, Speculation = speculation }, draft: draft(model with { Adapters = [] }, random));
            var with = Answers(loop, schedule);
            var without = Answers(new SteppedLoop(model, new EngineOptions { Speculation = new SpeculationOptions { Mode = SpeculationMode.Off } }), schedule);
            Assert.True(without.SequenceEqual(with), $"schedule {seed}");
            (drafted, accepted, preempted) = (drafted + loop.Observer.DraftedTokens, accepted + loop.Observer.AcceptedTokens, preempted + loop.Observer.Preemptions);
        }

        // What is tested must have happened.
        Assert.True(drafted > accepted && accepted > 0 && preempted > 0, $"{drafted} guesses, {accepted} right, {preempted} preemptions");
    }

    private static List<string> Answers(SteppedLoop loop, RandomSchedule schedule)
    {
        var generations = new Generation[schedule.Requests.Count];
        for (var step = 0; step < 40; step++)
        {
            for (var i = 0; i < generations.Length; i++)
            {
                if (schedule.Requests[i].Arrival == step) generations[i] = loop.Submit(schedule.Requests[i].Asked with { TopLogprobs = i % 3 });
            }

            if (loop.Loop.HasWork) loop.Step();
        }

        loop.RunToEnd();
        Assert.Equal(generations.Sum(generation => ((GenerationFinished)generation.End!).Usage.GeneratedTokens), loop.Observer.GeneratedTokens);
        return [.. generations.Select(generation => string.Join(' ', SteppedLoop.Read(generation).Tokens) + ((GenerationFinished)generation.End!).Reason)];
    }

    private static int SometimesPeriodic(IReadOnlyList<int> tokens, ulong hash) =>
        hash % 31 == 0 ? FakeTokenizer.EndOfGeneration : hash % 5 == 0 ? 'a' + (int)(hash % 26) : 'a' + (tokens.Count % 6);
}
