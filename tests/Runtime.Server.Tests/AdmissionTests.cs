using System.Net;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests;

public sealed class AdmissionTests
{
    private const string Text = "/v1/completions";

    [Fact]
    public async Task A_full_replica_answers_429_and_still_counts_the_demand()
    {
        using var gate = new ManualResetEventSlim();
        var options = ServerUnderTest.Options with { Engine = new EngineOptions { MaxQueued = 0 } };
        await using var server = await ServerUnderTest.StartAsync(Held(gate, 1), options);
        using var running = await server.PostAsync(Text, """{"prompt":"abc","max_tokens":5,"stream":true}""");
        using var refused = await server.PostAsync(Text, """{"prompt":"abc","max_tokens":5}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Equal(1, await server.MetricAsync($"{RuntimeMetrics.RejectedRequests}{{reason=\"queue_full\"}}"));
        Assert.Equal(2, await server.MetricAsync($"{RuntimeMetrics.Requests}{{endpoint=\"completions\"}}"));
        Assert.Equal(8, await server.MetricAsync(RuntimeMetrics.ArrivedPromptTokens));
        Assert.Equal(10, await server.MetricAsync(RuntimeMetrics.ArrivedGeneratedTokens));
        Assert.Equal(0, await server.MetricAsync(RuntimeMetrics.GeneratedTokens));
        gate.Set();
        _ = await running.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task A_client_that_disconnects_frees_its_place()
    {
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions { MaxSequences = 1, BeforeStep = Slowly });
        var running = await server.PostAsync(Text, """{"prompt":"abc","max_tokens":200,"ignore_eos":true,"stream":true}""");
        await server.UntilAsync(async () => await server.MetricAsync(RuntimeMetrics.RunningRequests) == 1);
        running.Dispose();
        await server.UntilAsync(async () => await server.MetricAsync(RuntimeMetrics.RunningRequests) == 0);
        Assert.Equal(0, await server.MetricAsync(RuntimeMetrics.KvCellsUsed));
        Assert.True(await server.MetricAsync(RuntimeMetrics.GeneratedTokens) < 200);
    }

    [Fact]
    public async Task Every_metric_is_exported_from_the_start()
    {
        await using var server = await ServerUnderTest.ListenAsync(ServerUnderTest.Options, async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("not reached");
        });
        var text = await server.Client.GetStringAsync("/metrics");
        foreach (var name in typeof(RuntimeMetrics).GetFields().Select(field => (string)field.GetRawConstantValue()!))
        {
            Assert.Contains($"# TYPE {name} ", text, StringComparison.Ordinal);
            Assert.Matches($"(?m)^{name}(_count|{{[^}}]*}})? 0$", text);
        }
    }

    [Fact]
    public async Task Tokens_are_counted_as_they_are_evaluated()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.PostJsonAsync(Text, """{"prompt":"abc","max_tokens":5,"temperature":0,"ignore_eos":true}""");
        Assert.Equal(4, await server.MetricAsync(RuntimeMetrics.PromptTokens));
        Assert.Equal(5, await server.MetricAsync(RuntimeMetrics.GeneratedTokens));
        Assert.Equal(1, await server.MetricAsync($"{RuntimeMetrics.TimeToFirstToken}_count"));
        Assert.Equal(4, await server.MetricAsync($"{RuntimeMetrics.InterTokenLatency}_count"));
        Assert.Equal(4, await server.MetricAsync(RuntimeMetrics.SequenceSlots));
    }

    private static FakeModelOptions Held(ManualResetEventSlim gate, int sequences) => new()
    {
        MaxSequences = sequences,
        BeforeStep = step =>
        {
            if (step > 2) gate.Wait(TimeSpan.FromSeconds(20));
            return null;
        },
    };

    // A model that takes its time: the pause is the model's own, not a wait for something.
    private static StepResult? Slowly(int step)
    {
        using var never = new ManualResetEventSlim();
        if (step > 2) never.Wait(TimeSpan.FromMilliseconds(20));
        return null;
    }
}
