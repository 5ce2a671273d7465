using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Engine;

/// <summary>A native call that never returns takes the engine thread with it; everybody else must still hear.</summary>
public sealed class AbandonTests
{
    [Fact]
    public async Task What_runs_and_what_waits_fails_although_the_engine_thread_hangs()
    {
        using var gate = new ManualResetEventSlim();
        var harness = await Harness.StartAsync(Hanging(gate));
        var generations = Enumerable.Range(0, 3).Select(i => harness.Submit(harness.Request($"prompt {i}"))).ToList();
        await Harness.UntilAsync(() => harness.Engine.StepStartedAt is not null);

        harness.Engine.Abandon(new EngineFaultException("stuck"));
        foreach (var generation in generations)
        {
            var failed = (await harness.ReadAsync(generation)).Failed;
            Assert.Equal((GenerationFailure.EngineFault, "stuck"), (failed.Reason, failed.Message));
        }

        await Assert.ThrowsAsync<EngineFaultException>(() => harness.Engine.Completion);
        Assert.False(harness.Engine.Submit(harness.Request("late")).IsAdmitted(out _, out var rejection));
        Assert.Equal(RejectionReason.EngineFault, rejection.Reason);
        Assert.False(harness.Model.Disposed);

        gate.Set();
        await Harness.UntilAsync(() => harness.Model.Disposed);
        await harness.DisposeAsync();
    }

    [Fact]
    public async Task An_engine_that_does_not_stop_when_asked_fails_its_requests_as_stopped()
    {
        using var gate = new ManualResetEventSlim();
        var harness = await Harness.StartAsync(Hanging(gate));
        var generation = harness.Submit(harness.Request("prompt"));
        var stopping = harness.DisposeAsync();
        Assert.False(stopping.IsCompleted);

        harness.Engine.Abandon(null);
        await stopping;
        Assert.Equal(GenerationFailure.ShuttingDown, (await harness.ReadAsync(generation)).Failed.Reason);
        gate.Set();
        await Harness.UntilAsync(() => harness.Model.Disposed);
    }

    [Fact]
    public async Task A_warm_engine_that_waits_does_nothing_to_the_model()
    {
        await using var harness = await Harness.StartAsync();
        Assert.True(harness.Engine.IsWarm);
        Assert.Null(harness.Engine.StepStartedAt);
    }

    [Fact]
    public async Task A_generation_knows_its_milestones()
    {
        await using var harness = await Harness.StartAsync();
        var generation = harness.Submit(harness.Request("prompt", asked => asked with { IgnoreEndOfGeneration = true }));
        var answer = await harness.ReadAsync(generation);
        var (started, firstToken, ended) = generation.Milestones;
        Assert.True(generation.ArrivedAt <= started && started <= firstToken && firstToken <= ended);
        Assert.Equal(answer.Finished, generation.End);
        Assert.Equal(20, generation.GeneratedTokens);
    }

    private static FakeModelOptions Hanging(ManualResetEventSlim gate) => new()
    {
        MaxSequences = 1,
        BeforeStep = step =>
        {
            if (step > 2) gate.Wait(TimeSpan.FromSeconds(60));
            return null;
        },
    };
}
