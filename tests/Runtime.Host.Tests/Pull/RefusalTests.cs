using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull.Transfer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>Servers that refuse, send elsewhere, are busy or slow; and full disks.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly PullRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task A_redirect_to_another_host_is_followed_without_the_token()
    {
        await using var storage = await ModelServer.StartAsync(PullRoom.Model);
        await using var hub = await ModelServer.StartAsync([]);
        var shown = new List<string>();
        storage.Instead = context =>
        {
            lock (shown) shown.Add(context.Request.Headers.Authorization.ToString());
            return Task.FromResult(false);
        };
        Redirect(hub, storage.Url + "?signature=of-the-link");
        var report = await _room.PullAsync(_room.Options(hub.Url) with { Credentials = new() { Token = "secret" } });
        Assert.Equal(PullRoom.Sha256, report.Facts?.Sha256);
        Assert.All(shown, authorization => Assert.Empty(authorization));
        Assert.DoesNotContain("of-the-link", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_keeps_the_token()
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        server.Token = "secret";
        server.Instead = context => Task.FromResult(context.Request.Path == "/models/m.gguf" && To(context, "/renamed/m.gguf"));
        Assert.NotNull((await _room.PullAsync(_room.Options(server.Url) with { Credentials = new() { Token = "secret" } })).Facts);
    }

    [Fact]
    public async Task A_link_that_has_expired_is_fetched_again()
    {
        await using var storage = await ModelServer.StartAsync(PullRoom.Model);
        await using var hub = await ModelServer.StartAsync([]);
        Redirect(hub, storage.Url);
        storage.Refuse = (403, 2);
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(hub.Url)).Facts?.Sha256);
    }

    [Fact]
    public async Task A_redirect_in_circles_ends()
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        Redirect(server, "/models/m.gguf");
        Assert.Contains("redirects more than", (await _room.PullAsync(server.Url)).Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delay", "7")]
    [InlineData("date", "Sun, 01 Jan 2040 00:00:07 GMT")]
    public async Task A_busy_server_is_left_alone_for_as_long_as_it_asks(string _, string retryAfter)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _room.Time = time;
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        var refused = 0;
        server.Instead = context =>
        {
            if (refused++ > 0) return Task.FromResult(false);
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            return Task.FromResult(true);
        };
        var pull = _room.PullAsync(_room.Options(server.Url) with { Inspect = true });
        while (!_room.Output.Contains("trying again", StringComparison.Ordinal)) await Task.Delay(5);
        Assert.Contains("trying again in 7.0 s", _room.Output, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(pull.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.NotNull((await pull).Facts);
    }

    [Fact]
    public async Task A_server_that_takes_few_connections_gets_fewer()
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        var running = 0;
        server.Instead = async context =>
        {
            var busy = Interlocked.Increment(ref running) > 2;
            if (busy) context.Response.StatusCode = 503;
            else await Task.Delay(20);
            context.Response.OnCompleted(() => Task.FromResult(Interlocked.Decrement(ref running)));
            return busy;
        };
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url)).Facts?.Sha256);
    }

    [Fact]
    public async Task A_connection_that_only_drips_is_given_up_and_the_pull_after_some()
    {
        _room.Transfer = _room.Transfer with { PaceWindow = TimeSpan.FromMilliseconds(100), Connections = 1, Retry = _room.Transfer.Retry with { FruitlessAttempts = 2 } };
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        server.Instead = async context =>
        {
            if (context.Request.Headers.IfRange.Count == 0) return false;
            var from = context.Request.GetTypedHeaders().Range!.Ranges.Single().From;
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = server.Tag;
            context.Response.Headers.ContentRange = $"bytes {from}-{PullRoom.Model.Length - 1}/{PullRoom.Model.Length}";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[1], context.RequestAborted);
                await Task.Delay(10, context.RequestAborted);
            }

            return true;
        };
        _room.Transfer = _room.Transfer with { PartBytes = 1L << 40 };
        var failure = (await _room.PullAsync(server.Url)).Failure!;
        Assert.Equal(ModelFailureReasons.DownloadFailed, failure.Reason);
        Assert.Contains("sent only", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_the_volume_cannot_hold_is_refused_before_it_is_pulled()
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        server.Instead = async context =>
        {
            // A header that is followed by more than any disk holds.
            var range = context.Request.GetTypedHeaders().Range!.Ranges.Single();
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = server.Tag;
            context.Response.Headers.ContentRange = $"bytes {range.From}-{range.To}/{1L << 53}";
            await context.Response.Body.WriteAsync(PullRoom.Model.AsMemory((int)range.From!, (int)(range.To! - range.From + 1)));
            return true;
        };
        var failure = (await _room.PullAsync(server.Url)).Failure!;
        Assert.Equal(ModelFailureReasons.NotEnoughDisk, failure.Reason);
        Assert.Contains("left; give", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.False(File.Exists(_room.Partial));
    }

    [Fact]
    public async Task A_host_that_nobody_answers_at_is_named()
    {
        _room.Transfer = _room.Transfer with { Retry = _room.Transfer.Retry with { FruitlessAttempts = 2 } };
        var failure = (await _room.PullAsync("http://127.0.0.1:1/m.gguf")).Failure!;
        Assert.Equal(ModelFailureReasons.DownloadFailed, failure.Reason);
        Assert.Contains("http://127.0.0.1:1/m.gguf: Connection refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_a_truncated_model()
    {
        await using var server = await ModelServer.StartAsync([]);
        Assert.Equal(ModelFailureReasons.ModelTruncated, (await _room.PullAsync(server.Url)).Failure?.Reason);
    }

    [Fact]
    public void What_a_server_asks_for_is_bounded()
    {
        var policy = new RetryPolicy();
        Assert.Equal(policy.LongestAsked, policy.Delay(1, TimeSpan.FromDays(1), 0));
        Assert.Equal(TimeSpan.FromSeconds(1), policy.Delay(1, TimeSpan.FromSeconds(-5), 0));
        Assert.Equal(TimeSpan.FromSeconds(0.5), policy.Delay(1, null, 1));
        Assert.Equal(policy.LongestDelay, policy.Delay(30, null, 0));
    }

    private static void Redirect(ModelServer server, string to) => server.Instead = context => Task.FromResult(To(context, to));

    private static bool To(HttpContext context, string location)
    {
        context.Response.Redirect(location);
        return true;
    }
}
