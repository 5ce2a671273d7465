using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class PreemptionTests
{
    private static readonly FakeModelOptions Tight = new() { MaxSequences = 4, ContextTokens = 130, SequenceIds = 8, SharesPrefixes = true };

    [Fact]
    public void Requests_start_when_their_prompts_fit_and_the_youngest_gives_way_when_their_answers_do_not()
    {
        var loop = new SteppedLoop(Tight);
        var generations = Enumerable.Range(0, 3).Select(i => loop.Submit(Asked(i, prompt: 20, answer: 80))).ToList();
        loop.Step();
        Assert.Equal(3, loop.Loop.Running);
        loop.RunToEnd();
        Assert.InRange(loop.Observer.Preemptions, 1, 4);
        Assert.Equal(generations, generations.OrderBy(generation => generation.Milestones.Ended));
        Assert.All(generations, generation => Assert.Equal(80, SteppedLoop.Read(generation).Tokens.Count));
    }

    [Fact]
    public void The_least_urgent_gives_way_before_the_youngest()
    {
        var loop = new SteppedLoop(Tight);
        var idle = loop.Submit(Asked(0, prompt: 20, answer: 80) with { Priority = -1 });
        loop.Step();
        var urgent = loop.Submit(Asked(1, prompt: 20, answer: 80));
        loop.RunToEnd();
        Assert.InRange(loop.Observer.Preemptions, 1, 2);
        Assert.True(urgent.Milestones.Ended < idle.Milestones.Ended);
    }

    [Fact]
    public void A_preempted_request_goes_on_with_what_is_left_of_its_cells()
    {
        var loop = new SteppedLoop(Tight with { ContextTokens = 300 });
        var old = loop.Submit(Asked(0, prompt: 20, answer: 150));
        var young = loop.Submit(Asked(1, prompt: 150, answer: 90));
        loop.RunToEnd();
        Assert.Equal(1, loop.Observer.Preemptions);
        Assert.True(old.Milestones.Ended < young.Milestones.Ended);

        // Both are evaluated once, and of what the younger lost not everything again: only what the older needed meanwhile.
        var once = 20 + 149 + 150 + 89;
        Assert.InRange(loop.Model.Evaluated - once, 1, 150);
    }

    [Fact]
    public void The_cells_of_a_caller_that_left_serve_others_in_the_very_next_step()
    {
        var loop = new SteppedLoop(Tight with { SharesPrefixes = false });
        var leaver = loop.Submit(Asked(0, prompt: 100, answer: 20));
        var waiting = loop.Submit(Asked(1, prompt: 100, answer: 20));
        while (loop.Loop.Cells.Used < 100) loop.Step();
        Assert.Equal(1, loop.Loop.Running);
        leaver.Dispose();
        Assert.Equal(0, loop.Loop.Cells.Used);
        Assert.Equal(0, loop.Model.CellsUsed);
        loop.Step();
        Assert.Equal(32, loop.Model.CellsUsed);
        Assert.NotEqual(0, waiting.Milestones.Started);
    }

    [Fact]
    public async Task A_running_engine_serves_nobody_who_left_before_the_step()
    {
        Harness? harness = null;
        Generation? leaver = null;
        var runningAfterwards = -1;
        await using var started = harness = await Harness.StartAsync(new FakeModelOptions
        {
            BeforeStep = step =>
            {
                if (step == 20) leaver!.Dispose();
                if (step == 21) runningAfterwards = harness!.Engine.Load.Running;
                return null;
            },
        });
        leaver = harness.Submit(harness.Request("leaves", asked => asked with { MaxTokens = 200, IgnoreEndOfGeneration = true }));
        var stays = harness.Submit(harness.Request("stays", asked => asked with { MaxTokens = 100, IgnoreEndOfGeneration = true }));
        _ = (await harness.ReadAsync(stays)).Finished;
        Assert.Equal(1, runningAfterwards);
        Assert.Equal(GenerationFailure.Cancelled, (await harness.ReadAsync(leaver)).Failed.Reason);
    }

    private static GenerationParameters Asked(int number, int prompt, int answer) => new()
    {
        Prompt = [.. Enumerable.Range(0, prompt).Select(position => 'a' + ((position + number) % 26))], MaxTokens = answer, Temperature = 0, IgnoreEndOfGeneration = true,
    };
}
