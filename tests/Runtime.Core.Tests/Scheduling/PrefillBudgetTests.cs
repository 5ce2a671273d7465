using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Scheduling;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class PrefillBudgetTests
{
    private const int Batch = 512;

    [Fact]
    public void Without_an_objective_the_budget_is_fixed()
    {
        var budget = new PrefillBudget(null, 256, Batch);
        for (var step = 0; step < 50; step++) budget.Observe(256, TimeSpan.FromSeconds(9));
        Assert.Equal(256, budget.Tokens);
        Assert.Equal(64, new PrefillBudget(null, 256, 64).Tokens);
    }

    /// <summary>A machine that takes so long for a step, and so long more for each prompt token; the objective; the tokens that just meet it.</summary>
    [Theory]
    [InlineData(10, 0.5, 60, 100)]
    [InlineData(10, 0.5, 1000, Batch)]
    [InlineData(40, 2, 60, 16)]
    [InlineData(100, 1, 60, 16)]
    [InlineData(1, 0.1, 20, 190)]
    public void With_one_it_becomes_what_the_machine_can_do_in_that_time(double atRest, double perToken, double objective, int expected)
    {
        var budget = new PrefillBudget(TimeSpan.FromMilliseconds(objective), 256, Batch);
        for (var step = 0; step < 200; step++)
        {
            // Now and then no prompt waits, or only the rest of one.
            var tokens = (step % 7) switch { 0 => 0, 3 => budget.Tokens / 2, _ => budget.Tokens };
            budget.Observe(tokens, TimeSpan.FromMilliseconds(atRest + (perToken * tokens)));
        }

        Assert.InRange(budget.Tokens, Math.Max(16, expected * 0.95), Math.Min(Batch, expected * 1.05));
    }

    [Fact]
    public void Prompts_alone_without_any_pause_find_it_too()
    {
        var budget = new PrefillBudget(TimeSpan.FromMilliseconds(60), 256, Batch);
        for (var step = 0; step < 500; step++) budget.Observe(budget.Tokens, TimeSpan.FromMilliseconds(10 + (0.5 * budget.Tokens)));
        Assert.InRange(budget.Tokens, 90, 105);
    }

    [Fact]
    public void A_machine_that_becomes_slower_is_noticed()
    {
        var budget = new PrefillBudget(TimeSpan.FromMilliseconds(60), 256, Batch);
        for (var step = 0; step < 200; step++) Observe(budget, step, 0.5);
        for (var step = 0; step < 400; step++) Observe(budget, step, 1);
        Assert.InRange(budget.Tokens, 47, 53);

        static void Observe(PrefillBudget budget, int step, double perToken)
        {
            var tokens = step % 5 == 0 ? 0 : budget.Tokens;
            budget.Observe(tokens, TimeSpan.FromMilliseconds(10 + (perToken * tokens)));
        }
    }

    /// <summary>On a machine that takes 5 ms for a step and 1 ms for each of its tokens.</summary>
    [Theory]
    [InlineData(null, 128, 133)]
    [InlineData(60, 16, 66)]
    public void A_stream_keeps_its_pace_while_prompts_arrive(int? objective, int least, int most)
    {
        var clock = new Clock();
        var loop = new SteppedLoop(
            new FakeModelOptions { ContextTokens = 4000, BatchTokens = 128, TrainedContextTokens = 4000, AfterStep = entries => clock.Advance(5 + entries) },
            new EngineOptions { InterTokenObjective = objective is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null },
            clock);
        _ = loop.Submit(Asked(10, 2000));
        for (var step = 0; step < 20; step++) loop.Step();
        var pauses = new List<long>();
        for (var step = 0; step < 120; step++)
        {
            if (step % 20 == 0) _ = loop.Submit(Asked(400, 1));
            var before = clock.Milliseconds;
            loop.Step();
            pauses.Add(clock.Milliseconds - before);
        }

        // The first prompt finds out what the machine can do.
        Assert.InRange(pauses.Skip(20).Max(), least, most);
        Assert.Equal(1, loop.Loop.Running);
    }

    private static GenerationParameters Asked(int prompt, int answer) =>
        new() { Prompt = [.. Enumerable.Repeat((int)'a', prompt)], MaxTokens = answer, Temperature = 0, IgnoreEndOfGeneration = true };

    private sealed class Clock : TimeProvider
    {
        public long Milliseconds { get; private set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;

        public void Advance(int milliseconds) => Milliseconds += milliseconds;
    }
}
