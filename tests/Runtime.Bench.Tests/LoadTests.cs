using System.Net;
using System.Net.Sockets;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Requests;
using InferOps.Runtime.Bench.Results;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Bench.Tests;

public sealed class LoadTests
{
    private const string Text = """{"choices":[{"index":0,"text":"x","finish_reason":null}]}""";
    private const string Usage = """{"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""";
    private const string Done = "[DONE]";

    [Fact]
    public async Task A_closed_loop_keeps_its_clients_busy_and_never_sends_more()
    {
        await using var server = await ScriptedServer.StreamingAsync(Text, Usage, Done);
        var report = await LoadRunner.RunAsync(Plan(server.Address) with { Arrival = new Arrival.Closed(4), Requests = 50 }, TimeProvider.System, default);
        Assert.Equal(50, report.Complete().Requests.Count);
        Assert.Equal(50, server.Asked.Count);
        Assert.InRange(server.Peak, 1, 4);
    }

    [Fact]
    public async Task An_open_loop_sends_although_nobody_is_answered()
    {
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref arrived) == 20) all.SetResult();
            await all.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await ScriptedServer.WriteAsync(context, Text, Done);
        });
        var report = await LoadRunner.RunAsync(Plan(server.Address) with { Arrival = new Arrival.Poisson(1000), Requests = 20 }, TimeProvider.System, default);
        Assert.Equal(20, report.Count(Outcome.Completed));
        Assert.Equal(20, server.Peak);
    }

    [Fact]
    public async Task Tokens_are_what_the_server_counted_and_otherwise_the_events_with_text()
    {
        await using var counting = await ScriptedServer.StreamingAsync(Text, Text, Usage, Done);
        await using var silent = await ScriptedServer.StreamingAsync(Text, Text, Done);
        var counted = Assert.Single((await LoadRunner.RunAsync(Plan(counting.Address), TimeProvider.System, default)).Requests);
        Assert.Equal((11, 7), (counted.PromptTokens, counted.OutputTokens));
        var report = await LoadRunner.RunAsync(Plan(silent.Address), TimeProvider.System, default);
        Assert.Equal((0, 2), (report.Requests[0].PromptTokens, report.Requests[0].OutputTokens));
        Assert.Single(report.Gaps);
        Assert.True(report.Requests[0].TimeToFirstToken > TimeSpan.Zero);
    }

    public static TheoryData<string, Outcome, int> Failures => new()
    {
        { "429", Outcome.Rejected, 429 },
        { "503", Outcome.Rejected, 503 },
        { "400", Outcome.Refused, 400 },
        { "error", Outcome.ErrorEvent, 200 },
        { "nonsense", Outcome.BrokenStream, 200 },
        { "short", Outcome.BrokenStream, 200 },
        { "reset", Outcome.ConnectionFailed, 0 },
        { "silence", Outcome.TimedOut, 0 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_failure_has_its_kind(string what, Outcome outcome, int status)
    {
        await using var server = await ScriptedServer.StartAsync(context => FailAsync(context, what));
        var patience = TimeSpan.FromSeconds(what == "silence" ? 0.2 : 30);
        var report = await LoadRunner.RunAsync(Plan(server.Address) with { Patience = patience }, TimeProvider.System, default);
        var result = Assert.Single(report.Requests);
        Assert.Equal((outcome, status), (result.Outcome, result.Status));
        Assert.NotEmpty(result.Message);
        Assert.Equal(outcome == Outcome.Rejected ? 0 : 1, report.Failed);
        Assert.Throws<InvalidOperationException>(() => report.Complete());
    }

    [Fact]
    public async Task Nobody_listening_is_a_failed_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();
        var report = await LoadRunner.RunAsync(Plan(address), TimeProvider.System, default);
        Assert.Equal(Outcome.ConnectionFailed, Assert.Single(report.Requests).Outcome);
    }

    [Fact]
    public async Task A_client_that_leaves_closes_its_connection()
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await ScriptedServer.WriteAsync(context, Text);
        });
        var report = await LoadRunner.RunAsync(Plan(server.Address) with { CancelShare = 1 }, TimeProvider.System, default);
        var left = Assert.Single(report.Requests);
        Assert.Equal((Outcome.Cancelled, ""), (left.Outcome, left.Message));
        Assert.InRange(left.OutputTokens, 1, 16);
        await server.Left.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Clients_that_wait_for_more_text_leave_when_the_load_is_cancelled(int clients)
    {
        var said = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await ScriptedServer.WriteAsync(context, Text);
            said.TrySetResult();
            await FallSilentAsync(context);
        });
        using var leave = new CancellationTokenSource();
        var load = LoadRunner.RunAsync(Plan(server.Address) with { Arrival = new Arrival.Closed(clients), Requests = clients }, TimeProvider.System, leave.Token);
        await said.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Clients_lose_their_patience_in_the_middle_of_an_answer_too(int clients)
    {
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await ScriptedServer.WriteAsync(context, Text);
            await FallSilentAsync(context);
        });
        var plan = Plan(server.Address) with { Arrival = new Arrival.Closed(clients), Requests = clients, Patience = TimeSpan.FromSeconds(0.2) };
        var report = await LoadRunner.RunAsync(plan, TimeProvider.System, default).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(report.Requests, request => Assert.Equal(Outcome.TimedOut, request.Outcome));
    }

    [Fact]
    public async Task Clients_use_the_keys_in_turn()
    {
        await using var server = await ScriptedServer.StreamingAsync(Text, Done);
        var plan = Plan(server.Address) with { ApiKeys = ["one", "two"], Arrival = new Arrival.Closed(2), Requests = 40 };
        var report = await LoadRunner.RunAsync(plan, TimeProvider.System, default);
        Assert.Equal(["Bearer one", "Bearer two"], server.Keys.Distinct().Order());
        Assert.Equal([0, 1], report.Requests.Select(request => request.Key).Distinct().Order());
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 5)]
    public async Task Connections_are_kept_unless_each_request_has_its_own(bool each, int connections)
    {
        var seen = new HashSet<string>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            seen.Add(context.Connection.Id);
            return ScriptedServer.WriteAsync(context, Text, Done);
        });
        await LoadRunner.RunAsync(Plan(server.Address) with { Requests = 5, NewConnections = each }, TimeProvider.System, default);
        Assert.Equal(connections, seen.Count);
    }

    [Fact]
    public async Task A_load_without_an_end_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => LoadRunner.RunAsync(Plan(new Uri("http://127.0.0.1:1")) with { Requests = null }, TimeProvider.System, default));

    private static Task FallSilentAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task FailAsync(HttpContext context, string what)
    {
        if (int.TryParse(what, out var status))
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "1";
            await context.Response.WriteAsync("""{"error":{"message":"no"}}""");
            return;
        }

        if (what == "silence") await FallSilentAsync(context);
        if (what == "error") await ScriptedServer.WriteAsync(context, Text, """{"error":{"message":"the engine stopped"}}""");
        if (what == "nonsense") await ScriptedServer.WriteAsync(context, Text, "<html>");
        if (what == "short") await ScriptedServer.WriteAsync(context, Text);
        if (what != "reset") return;
        await ScriptedServer.WriteAsync(context, Text);
        context.Abort();
    }

    private static LoadPlan Plan(Uri server) => new()
    {
        Endpoint = server, Arrival = new Arrival.Closed(1), Requests = 1, Mix = new RequestMix { Model = "m", PromptTokens = 4 }, LongestRetryDelay = TimeSpan.Zero,
    };
}
