using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Engine;

public sealed class InferenceEngineTests
{
    [Fact]
    public async Task A_generation_ends_at_the_models_own_end()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { Next = FakeModelOptions.Saying("hello") });
        var answer = await harness.AnswerAsync("hi<assistant>");
        Assert.Equal("hello", answer.Text);
        Assert.Equal(new GenerationFinished(FinishReason.Stop, new TokenUsage(4, 0, 6)), answer.Last);
    }

    [Fact]
    public async Task A_generation_ends_at_max_tokens()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { Next = FakeModelOptions.Saying("hello") });
        var answer = await harness.AnswerAsync("<assistant>", asked => asked with { MaxTokens = 3 });
        Assert.Equal("hel", answer.Text);
        Assert.Equal(new GenerationFinished(FinishReason.Length, new TokenUsage(2, 0, 3)), answer.Last);
    }

    [Fact]
    public async Task Characters_and_stop_strings_may_spread_over_tokens()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { Next = FakeModelOptions.Saying("añ🚀b, STOP never") });
        var answer = await harness.AnswerAsync("<assistant>", asked => asked with { MaxTokens = 40, Stop = ["STOP"] });
        Assert.Equal("añ🚀b, ", answer.Text);
        Assert.Equal(FinishReason.Stop, answer.Finished.Reason);
        Assert.All(answer.Pieces, piece => Assert.DoesNotContain('\uFFFD', piece.Text));
    }

    [Fact]
    public async Task A_full_queue_rejects_at_once_and_admits_again_when_somebody_left()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(
            new FakeModelOptions { MaxSequences = 1, BeforeStep = step => Hold(step, gate) }, new EngineOptions { MaxQueued = 1 });
        var running = harness.Submit(harness.Request("one"));
        var waiting = harness.Submit(harness.Request("two"));
        Assert.False(harness.Engine.Submit(harness.Request("three")).IsAdmitted(out _, out var rejection));
        Assert.Equal(RejectionReason.QueueFull, rejection.Reason);
        Assert.True(rejection.RetryAfter >= TimeSpan.FromSeconds(1));
        Assert.Equal(3, harness.Observer.ArrivedRequests);

        gate.Set();
        _ = (await harness.ReadAsync(running)).Finished;
        _ = (await harness.ReadAsync(waiting)).Finished;
        _ = (await harness.AnswerAsync("four")).Finished;
    }

    [Fact]
    public async Task A_caller_that_leaves_frees_its_cells()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(new FakeModelOptions { BeforeStep = step => Hold(step - 5, gate) });
        var generation = harness.Submit(harness.Request("endless", asked => asked with { MaxTokens = 200, IgnoreEndOfGeneration = true }));
        await generation.Tokens.WaitToReadAsync();
        generation.Dispose();
        gate.Set();
        Assert.Equal(GenerationFailure.Cancelled, (await harness.ReadAsync(generation)).Failed.Reason);
        await Harness.UntilAsync(() => harness.Engine.Load == default);
        Assert.Equal(0, harness.Model.CellsUsed);
    }

    [Fact]
    public async Task A_stop_string_ends_the_generation_and_frees_its_cells()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { Next = (cells, _) => 'a' + (cells.Count % 26) });
        var answer = await harness.AnswerAsync("", asked => asked with { MaxTokens = 200, Stop = ["gh"] });
        Assert.Equal("bcdef", answer.Text);
        Assert.Equal(new GenerationFinished(FinishReason.Stop, new TokenUsage(1, 0, 7)), answer.Finished);
        await Harness.UntilAsync(() => harness.Engine.Load == default);
        Assert.Equal(0, harness.Model.CellsUsed);
        Assert.Equal(1, harness.Observer.FinishedRequests);
    }

    [Fact]
    public async Task A_group_is_admitted_whole_or_not_at_all()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(
            new FakeModelOptions { MaxSequences = 2, BeforeStep = step => Hold(step, gate) }, new EngineOptions { MaxQueued = 3 });
        var request = harness.Request("one of several");
        Assert.True(harness.Engine.Submit([request, request, request]).IsAdmitted(out var admitted, out _));
        Assert.False(harness.Engine.Submit([request, request, request]).IsAdmitted(out _, out var rejection));
        Assert.Equal(RejectionReason.QueueFull, rejection.Reason);
        Assert.True(harness.Engine.Submit([request, request]).IsAdmitted(out var rest, out _));
        gate.Set();
        foreach (var generation in admitted.Concat(rest)) _ = (await harness.ReadAsync(generation)).Finished;
    }

    [Fact]
    public async Task A_fault_fails_what_runs_and_waits_and_rejects_the_rest()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(new FakeModelOptions
        {
            MaxSequences = 1,
            BeforeStep = step => Hold(step, gate) ?? (step > 4 ? StepResult.Failed("device lost") : null),
        });
        var running = harness.Submit(harness.Request("one"));
        var waiting = harness.Submit(harness.Request("two"));
        gate.Set();
        foreach (var generation in new[] { running, waiting })
        {
            var failed = (await harness.ReadAsync(generation)).Failed;
            Assert.Equal(GenerationFailure.EngineFault, failed.Reason);
            Assert.Contains("device lost", failed.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<EngineFaultException>(() => harness.Engine.Completion);
        Assert.False(harness.Engine.Submit(harness.Request("three")).IsAdmitted(out _, out var rejection));
        Assert.Equal(RejectionReason.EngineFault, rejection.Reason);
        Assert.True(harness.Model.Disposed);
    }

    [Fact]
    public async Task A_drain_finishes_what_runs_and_rejects_the_rest()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(new FakeModelOptions { BeforeStep = step => Hold(step, gate) });
        var running = harness.Submit(harness.Request("one"));
        var drained = harness.Engine.DrainAsync(CancellationToken.None);
        Assert.False(harness.Engine.Submit(harness.Request("two")).IsAdmitted(out _, out var rejection));
        Assert.Equal(RejectionReason.Draining, rejection.Reason);
        Assert.False(drained.IsCompleted);
        gate.Set();
        _ = (await harness.ReadAsync(running)).Finished;
        await drained;
    }

    [Fact]
    public async Task Stopping_fails_what_still_runs()
    {
        var harness = await Harness.StartAsync(new FakeModelOptions { Next = (_, hash) => 'a' + (int)(hash % 26) });
        var generation = harness.Submit(harness.Request("endless", asked => asked with { MaxTokens = 200 }));
        await harness.DisposeAsync();
        Assert.True(harness.Model.Disposed);
        var answer = await harness.ReadAsync(generation);
        Assert.True(answer.Last is GenerationFailed { Reason: GenerationFailure.ShuttingDown } or GenerationFinished);
    }

    // The first two steps are the warm-up.
    private static StepResult? Hold(int step, ManualResetEventSlim gate)
    {
        if (step > 2) gate.Wait(TimeSpan.FromSeconds(20));
        return null;
    }
}
