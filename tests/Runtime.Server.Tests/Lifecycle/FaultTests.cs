using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace InferOps.Runtime.Server.Tests.Lifecycle;

/// <summary>The model fails, throws or hangs, in each phase of a replica's life: callers hear of it, and the process ends with a code that says what happened.</summary>
public sealed class FaultTests : IDisposable
{
    private const string Text = "/v1/completions";
    private const string Endless = """{"prompt":"a","max_tokens":200,"ignore_eos":true,"stream":true}""";
    private const string Whole = """{"prompt":"a","max_tokens":200,"ignore_eos":true}""";
    private const int WarmUpSteps = 2;
    private readonly ManualResetEventSlim _gate = new();
    private readonly FakeTimeProvider _time = new();

    public enum Failure
    {
        Fails,
        Throws,
        Hangs,
    }

    [Theory]
    [InlineData(Failure.Fails, RuntimeExitCodes.StartFailed)]
    [InlineData(Failure.Throws, RuntimeExitCodes.StartFailed)]
    [InlineData(Failure.Hangs, RuntimeExitCodes.EngineStuck)]
    public async Task In_the_warm_up_it_ends_the_start(Failure failure, int exitCode)
    {
        await using var server = await ListenAsync(new FakeModelOptions { BeforeStep = step => step == WarmUpSteps ? Fail(failure) : null });
        await PassAsync(server, () => Task.FromResult(server.ExitCode.IsCompleted));
        Assert.Equal(exitCode, await server.ExitCode);
    }

    [Fact]
    public async Task The_warm_up_may_take_longer_than_a_step()
    {
        await using var server = await ListenAsync(new FakeModelOptions { BeforeStep = step => step == WarmUpSteps ? Fail(Failure.Hangs) : null });
        for (var i = 0; i < 60; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            _ = await server.Client.GetAsync("/healthz");
        }

        Assert.False(server.ExitCode.IsCompleted);
        _gate.Set();
        await server.UntilAsync(async () => (await server.Client.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData(Failure.Fails, RuntimeExitCodes.EngineFault)]
    [InlineData(Failure.Throws, RuntimeExitCodes.EngineFault)]
    [InlineData(Failure.Hangs, RuntimeExitCodes.EngineStuck)]
    public async Task While_serving_it_reaches_every_caller(Failure failure, int exitCode)
    {
        using var both = new ManualResetEventSlim();
        await using var server = await ListenAsync(new FakeModelOptions
        {
            MaxSequences = 1,
            BeforeStep = step =>
            {
                if (step > WarmUpSteps) both.Wait(TimeSpan.FromSeconds(20));
                return step > WarmUpSteps + 5 ? Fail(failure) : null;
            },
        });
        await ReadyAsync(server);
        using var streamed = await server.PostAsync(Text, Endless);
        var waiting = server.PostAsync(Text, Whole);
        await server.UntilAsync(async () => await server.MetricAsync(RuntimeMetrics.RunningRequests) + await server.MetricAsync(RuntimeMetrics.WaitingRequests) == 2);
        both.Set();
        await PassAsync(server, () => Task.FromResult(server.ExitCode.IsCompleted));
        Assert.Equal(exitCode, await server.ExitCode);

        Assert.Equal("engine_fault", await LastErrorAsync(streamed));
        using var answer = await waiting;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("engine_fault", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData(Failure.Fails, RuntimeExitCodes.EngineFault)]
    [InlineData(Failure.Throws, RuntimeExitCodes.EngineFault)]
    public async Task In_the_drain_it_is_still_a_fault(Failure failure, int exitCode)
    {
        await using var server = await ListenAsync(new FakeModelOptions
        {
            BeforeStep = step =>
            {
                if (step > WarmUpSteps) _gate.Wait(TimeSpan.FromSeconds(20));
                return step > WarmUpSteps ? Fail(failure) : null;
            },
        });
        await ReadyAsync(server);
        using var streamed = await server.PostAsync(Text, Endless);
        server.Stop();
        await server.UntilAsync(async () => (await server.Client.GetAsync("/readyz")).StatusCode == HttpStatusCode.ServiceUnavailable);
        _gate.Set();
        Assert.Equal(exitCode, await server.ExitCode);
        Assert.Equal("engine_fault", await LastErrorAsync(streamed));
    }

    [Fact]
    public async Task A_step_that_hangs_in_the_drain_does_not_hold_the_exit()
    {
        await using var server = await ListenAsync(new FakeModelOptions { BeforeStep = step => step > WarmUpSteps ? Fail(Failure.Hangs) : null });
        await ReadyAsync(server);
        using var streamed = await server.PostAsync(Text, Endless);
        server.Stop();
        await PassAsync(server, () => Task.FromResult(server.ExitCode.IsCompleted));
        Assert.Equal(RuntimeExitCodes.Stopped, await server.ExitCode);
        Assert.Equal("draining", await LastErrorAsync(streamed));
    }

    [Fact]
    public async Task A_load_that_hangs_does_not_hold_the_exit()
    {
        await using var server = await ServerUnderTest.ListenAsync(ServerUnderTest.Options with { Time = _time }, (_, _) =>
        {
            Hang();
            throw new InvalidOperationException("too late");
        });
        server.Stop();
        await PassAsync(server, () => Task.FromResult(server.ExitCode.IsCompleted));
        Assert.Equal(RuntimeExitCodes.Stopped, await server.ExitCode);
    }

    public void Dispose() => _gate.Set();

    private async Task<ServerUnderTest> ListenAsync(FakeModelOptions model)
    {
        var options = ServerUnderTest.Options with { Time = _time, StepTimeout = TimeSpan.FromMinutes(2), DrainTimeout = TimeSpan.FromMinutes(1) };
        return await ServerUnderTest.ListenAsync(options, (_, _) => Task.FromResult(new LoadedModel(new FakeModel(model), new FakeTokenizer())));
    }

    private static Task ReadyAsync(ServerUnderTest server) => server.UntilAsync(async () => (await server.Client.GetAsync(RuntimeEndpoints.Ready)).IsSuccessStatusCode);

    /// <summary>Lets virtual time pass until something happened.</summary>
    private Task PassAsync(ServerUnderTest server, Func<Task<bool>> happened) => server.UntilAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(2));
        return happened();
    });

    private static async Task<string?> LastErrorAsync(HttpResponseMessage streamed)
    {
        var events = (await streamed.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        return (string?)JsonNode.Parse(events[^1]["data: ".Length..])!["error"]!["code"];
    }

    private StepResult? Fail(Failure failure)
    {
        switch (failure)
        {
            case Failure.Fails: return StepResult.Failed("device lost");
            case Failure.Throws: throw new InvalidOperationException("device lost");
            default:
                Hang();
                return null;
        }
    }

    private void Hang() => _gate.Wait(TimeSpan.FromSeconds(60));
}
