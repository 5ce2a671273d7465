using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class PrefixSharingTests
{
    private static readonly string Common = new('x', 95);

    [Fact]
    public async Task A_burst_over_one_prefix_evaluates_it_once()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(new FakeModelOptions
        {
            SharesPrefixes = true,
            ContextTokens = 1000,
            BeforeStep = step => Hold(step, gate),
        });
        var burst = Enumerable.Range(0, 4).Select(i => harness.Submit(harness.Request($"{Common}{i}", asked => asked with { MaxTokens = 1 }))).ToArray();
        gate.Set();
        var answers = await Task.WhenAll(burst.Select(harness.ReadAsync));

        // 96 tokens in common with the one at the beginning, and one of its own for each; nine tokens are the warm-up.
        Assert.Equal([0, 96, 96, 96], answers.Select(answer => answer.Finished.Usage.CachedPromptTokens).Order());
        Assert.Equal(96 + 4, harness.Model.Evaluated - 9);
        Assert.Equal(4 * 97, harness.Observer.PromptTokens);
        Assert.Equal(3 * 96, harness.Observer.ReusedTokens);
    }

    [Fact]
    public async Task The_next_turn_of_a_conversation_goes_on_where_the_last_ended()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { SharesPrefixes = true });
        var first = await harness.AnswerAsync(Common, asked => asked with { MaxTokens = 10, IgnoreEndOfGeneration = true });
        var second = await harness.AnswerAsync(Common + first.Text + "more");

        // Everything but the last token of the answer, which was never evaluated, and what is new.
        Assert.Equal(96 + 9, second.Finished.Usage.CachedPromptTokens);
    }

    [Fact]
    public async Task Leftovers_make_room_for_those_who_need_it()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { SharesPrefixes = true, ContextTokens = 260, MaxSequences = 3 });
        for (var i = 0; i < 6; i++) _ = (await harness.AnswerAsync(new string((char)('a' + i), 120))).Finished;
        Assert.True(harness.Model.CellsUsed <= 260);
    }

    [Fact]
    public async Task Little_in_common_is_shared_too_but_nobody_waits_for_it()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(new FakeModelOptions { SharesPrefixes = true, BeforeStep = step => Hold(step, gate) });
        var together = new[] { "short", "shorter" }.Select(prompt => harness.Submit(harness.Request(prompt))).ToArray();
        gate.Set();
        foreach (var generation in together) Assert.Equal(0, (await harness.ReadAsync(generation)).Finished.Usage.CachedPromptTokens);
        Assert.Equal(7, (await harness.AnswerAsync("shortest")).Finished.Usage.CachedPromptTokens);
    }

    private static StepResult? Hold(int step, ManualResetEventSlim gate)
    {
        if (step > 2) gate.Wait(TimeSpan.FromSeconds(20));
        return null;
    }
}
