using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests.Lifecycle;

public sealed class LifecycleTests
{
    private const string Text = "/v1/completions";
    private const string Endless = """{"prompt":"a","max_tokens":200,"ignore_eos":true,"stream":true}""";

    [Fact]
    public async Task While_the_model_loads_the_server_is_alive_and_not_ready()
    {
        var release = new TaskCompletionSource();
        await using var server = await ServerUnderTest.ListenAsync(ServerUnderTest.Options, async (progress, cancellation) =>
        {
            progress.Report(0.25f);
            await release.Task.WaitAsync(cancellation);
            return new LoadedModel(new FakeModel(), new FakeTokenizer());
        });
        await server.UntilAsync(async () => await ProgressAsync(server) == 0.25f);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/healthz")).StatusCode);
        using var refused = await server.PostAsync(Text, """{"prompt":"a"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);

        release.SetResult();
        await server.UntilAsync(async () => (await server.Client.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_ends_the_process_with_a_failure()
    {
        await using var server = await ServerUnderTest.ListenAsync(ServerUnderTest.Options, (_, _) => throw new InvalidDataException("not a model"));
        Assert.Equal(RuntimeExitCodes.StartFailed, await server.ExitCode);
    }

    [Fact]
    public async Task Stopping_while_loading_is_no_failure()
    {
        await using var server = await ServerUnderTest.ListenAsync(ServerUnderTest.Options, async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("not reached");
        });
        server.Stop();
        Assert.Equal(RuntimeExitCodes.Stopped, await server.ExitCode);
    }

    [Fact]
    public async Task An_engine_fault_reaches_the_client_and_ends_the_process_with_a_failure()
    {
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions { BeforeStep = step => step > 20 ? StepResult.Failed("device lost") : null });
        using var response = await server.PostAsync(Text, Endless);
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("device lost", events[^1], StringComparison.Ordinal);
        Assert.Equal("engine_fault", (string?)JsonNode.Parse(events[^1]["data: ".Length..])!["error"]!["code"]);
        Assert.Equal(RuntimeExitCodes.EngineFault, await server.ExitCode);
    }

    [Fact]
    public async Task A_drain_finishes_what_runs_and_takes_nothing_new()
    {
        using var gate = new ManualResetEventSlim();
        await using var server = await ServerUnderTest.StartAsync(Held(gate));
        using var running = await server.PostAsync(Text, Endless);
        var drain = server.PostAsync(RuntimeEndpoints.Drain, "");
        await server.UntilAsync(async () => (await server.Client.GetAsync("/readyz")).StatusCode == HttpStatusCode.ServiceUnavailable);
        await server.UntilAsync(async () => await RefusedAsync(server));
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/healthz")).StatusCode);
        Assert.False(drain.IsCompleted);

        gate.Set();
        Assert.EndsWith("data: [DONE]\n\n", await running.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await drain).StatusCode);
        server.Stop();
        Assert.Equal(RuntimeExitCodes.Stopped, await server.ExitCode);
    }

    [Fact]
    public async Task While_it_drains_every_answer_is_the_last_on_its_connection()
    {
        using var gate = new ManualResetEventSlim();
        await using var server = await ServerUnderTest.StartAsync(Held(gate));
        using (var before = await server.Client.GetAsync("/v1/models")) Assert.NotEqual(true, before.Headers.ConnectionClose);
        using var running = await server.PostAsync(Text, Endless);
        server.Stop();
        await server.UntilAsync(async () =>
        {
            using var answer = await server.Client.GetAsync("/v1/models");
            return answer is { IsSuccessStatusCode: true, Headers.ConnectionClose: true };
        });
        gate.Set();
        Assert.EndsWith("data: [DONE]\n\n", await running.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_outlasts_the_drain_ends_with_an_error_and_the_exit_is_clean()
    {
        var model = new FakeModelOptions { BeforeStep = step => Slowly(step) };
        await using var server = await ServerUnderTest.StartAsync(model, ServerUnderTest.Options with { DrainTimeout = TimeSpan.FromMilliseconds(50) });
        using var running = await server.PostAsync(Text, Endless);
        server.Stop();
        var events = (await running.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"draining\"", events[^1], StringComparison.Ordinal);
        Assert.Equal(RuntimeExitCodes.Stopped, await server.ExitCode);
    }

    [Fact]
    public async Task A_client_that_never_sends_its_body_does_not_hold_the_exit()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Client.BaseAddress!.Port);
        await client.GetStream().WriteAsync("POST /v1/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
        server.Stop();
        Assert.Equal(RuntimeExitCodes.Stopped, await server.ExitCode);
    }

    /// <summary>Streams, so that a request that is still let in says so at once instead of waiting for a model that is held.</summary>
    private static async Task<bool> RefusedAsync(ServerUnderTest server)
    {
        using var response = await server.PostAsync(Text, """{"prompt":"a","max_tokens":1,"stream":true}""");
        return response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.ConnectionClose == true && response.Headers.RetryAfter is not null;
    }

    private static async Task<float?> ProgressAsync(ServerUnderTest server) =>
        (float?)(await (await server.Client.GetAsync("/readyz")).Content.ReadFromJsonAsync<JsonNode>())!["progress"];

    private static FakeModelOptions Held(ManualResetEventSlim gate) => new()
    {
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
        if (step > 2) never.Wait(TimeSpan.FromMilliseconds(50));
        return null;
    }
}
