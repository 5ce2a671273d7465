using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Engine;

/// <summary>What a step brought reaches everybody on one thread, which is not the engine's.</summary>
public sealed class DeliveryTests : IGenerationOwner
{
    [Fact]
    public async Task Readers_of_all_streams_go_on_on_the_one_thread_that_delivers()
    {
        using var gate = new ManualResetEventSlim();
        await using var harness = await Harness.StartAsync(new FakeModelOptions { MaxSequences = 3, BeforeStep = step => Hold(step, gate) });
        var generations = Enumerable.Range(0, 3).Select(i => harness.Submit(harness.Request($"prompt {i}"))).ToList();
        var threads = generations.Select(ThreadOfFirstTokenAsync).ToList();
        gate.Set();
        Assert.All(await Task.WhenAll(threads), thread => Assert.Equal("delivery", thread));
        foreach (var generation in generations) _ = (await harness.ReadAsync(generation)).Finished;
    }

    [Fact]
    public async Task Nothing_is_lost_that_comes_while_it_ends_or_later()
    {
        for (var i = 0; i < 50; i++)
        {
            var delivery = new Delivery();
            delivery.Start();
            var (before, after) = (NewGeneration(), NewGeneration());
            delivery.Add(before, new EngineEvent(1, null));
            delivery.Dispose();
            delivery.Add(after, new EngineEvent(2, null));
            Assert.True(await before.Tokens.WaitToReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.True(await after.Tokens.WaitToReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
        }
    }

    void IGenerationOwner.Finish(Generation generation)
    {
    }

    void IGenerationOwner.Cancel(Generation generation)
    {
    }

    void IGenerationOwner.Completed(Generation generation)
    {
    }

    void IGenerationOwner.Deliver(Generation generation, EngineEvent happened)
    {
    }

    private static async Task<string?> ThreadOfFirstTokenAsync(Generation generation)
    {
        await generation.Tokens.WaitToReadAsync().ConfigureAwait(false);
        return Thread.CurrentThread.Name;
    }

    private static StepResult? Hold(int step, ManualResetEventSlim gate)
    {
        if (step > 2) gate.Wait(TimeSpan.FromSeconds(60));
        return null;
    }

    private Generation NewGeneration()
    {
        var asked = new GenerationParameters { Prompt = [FakeTokenizer.Begin], MaxTokens = 8, Temperature = 0, Key = "" };
        var validator = new RequestValidator(RequestLimits.Of(new FakeModel(new FakeModelOptions()).Description, 1));
        Assert.True(validator.Validate(asked, 1).IsValid(out var request, out var error), error?.Message);
        Assert.Null(new AdmissionGate(1, 0).TryEnter(request.Key, 1, out var tickets));
        return new Generation(request, tickets[0], TimeProvider.System, this);
    }
}
