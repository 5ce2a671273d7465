using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull.Transfer;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>Downloads that do not go through in one piece.</summary>
public sealed class CutConnectionTests : IDisposable
{
    private static readonly byte[] Model = PullRoom.Model;

    private readonly PullRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Three_hundred_megabytes_survive_fifty_random_cuts()
    {
        var large = PullRoom.Large(300);
        await using var server = await ModelServer.StartAsync(large);
        var random = new Random(7);
        var cuts = 0;
        server.CutAfter = length =>
        {
            lock (random)
            {
                var cut = random.Next(8 << 20);
                if (cuts == 50 || cut >= length) return length;
                cuts++;
                return cut;
            }
        };
        _room.Transfer = _room.Transfer with { PartBytes = 8 << 20 };
        var facts = (await _room.PullAsync(server.Url)).Facts!;
        Assert.Equal(50, cuts);
        Assert.Equal(PullRoom.HashOf(large), facts.Sha256);
        Assert.Equal(large.Length, new FileInfo(_room.Target).Length);

        // Buffers on the way are lost with their connection; what was received is never asked for again.
        Assert.InRange(server.BytesSent, large.Length, large.Length + 50L * (4 << 20));
    }

    [Fact]
    public async Task Parts_are_fetched_at_once_and_no_byte_twice()
    {
        await using var server = await ModelServer.StartAsync(Model);
        var (running, most) = (0, 0);
        var four = new TaskCompletionSource();
        server.Instead = async context =>
        {
            // The first request reads the header. The others wait until there are four of them.
            if (context.Request.Headers.IfRange.Count == 0) return false;
            lock (four) most = Math.Max(most, ++running);
            if (most >= 4) four.TrySetResult();
            await four.Task.WaitAsync(TimeSpan.FromSeconds(20));
            lock (four) running--;
            return false;
        };
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url)).Facts?.Sha256);
        Assert.Equal(4, most);
        Assert.Equal(Model.Length + Math.Min(Model.Length, RemoteHeaderStream.FirstRange), server.BytesSent);
    }

    [Fact]
    public async Task A_killed_pull_is_continued_from_its_journal()
    {
        await using var server = await ModelServer.StartAsync(Model);
        var left = (byte[])Model.Clone();
        left.AsSpan(3_000_000).Clear();
        await _room.LeavePartialAsync(left, server.Tag!, "1000000 3000000", "0 1000000", "3000000 9999");
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url, PullRoom.Sha256)).Facts?.Sha256);
        Assert.Contains("going on after", _room.Output, StringComparison.Ordinal);
        Assert.Equal(Model.Length - 3_000_000 + RemoteHeaderStream.FirstRange, server.BytesSent);
    }

    [Fact]
    public async Task A_stopped_pull_notes_what_it_has()
    {
        await using var server = await ModelServer.StartAsync(Model);
        using var stop = new CancellationTokenSource();
        server.CutAfter = length =>
        {
            if (server.Requests.Count == 5) stop.Cancel();
            return length;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _room.PullAsync(_room.Options(server.Url), stop.Token));
        Assert.StartsWith($"{Model.Length} {server.Tag}\n", await File.ReadAllTextAsync(PartialFile.JournalOf(_room.Partial)), StringComparison.Ordinal);
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url)).Facts?.Sha256);
    }

    [Theory]
    [InlineData("another version", "\"v0\"", "0 3000000")]
    [InlineData("a journal of nonsense", "\"v1\"", "0 99999999999")]
    public async Task What_an_earlier_pull_left_is_not_glued_to_another_file(string _, string version, string range)
    {
        await using var server = await ModelServer.StartAsync(Model);
        await _room.LeavePartialAsync(new byte[Model.Length], version, range, "");
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url, PullRoom.Sha256)).Facts?.Sha256);
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_pulled_is_pulled_anew()
    {
        var changed = PullRoom.Large(4);
        await using var server = await ModelServer.StartAsync(Model);
        server.CutAfter = length =>
        {
            if (server.Requests.Count == 3) server.Replace(changed, "\"v2\"");
            return length;
        };
        Assert.Equal(PullRoom.HashOf(changed), (await _room.PullAsync(server.Url)).Facts?.Sha256);
        Assert.Contains("has changed while it was pulled; starting over", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_never_stays_the_same_is_refused()
    {
        await using var server = await ModelServer.StartAsync(Model);
        var version = 0;
        server.CutAfter = length =>
        {
            server.Tag = $"\"{Interlocked.Increment(ref version)}\"";
            return length;
        };
        Assert.Contains("do not change under one address", (await _room.PullAsync(server.Url)).Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no ranges", false, true)]
    [InlineData("nothing to tell versions by", true, false)]
    public async Task Without_the_means_for_parts_one_stream_serves(string _, bool ranges, bool tag)
    {
        await using var server = await ModelServer.StartAsync(Model);
        (server.Ranges, server.Tag) = (ranges, tag ? server.Tag : null);
        await _room.LeavePartialAsync(new byte[Model.Length], "", "0 3000000", "");
        var cuts = 0;
        server.CutAfter = length => ++cuts == 2 ? 2_000_000 : length;
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url)).Facts?.Sha256);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_stops_doing_ranges_is_asked_for_the_whole()
    {
        await using var server = await ModelServer.StartAsync(Model);
        server.CutAfter = length =>
        {
            server.Ranges = server.Requests.Count < 4;
            return length;
        };
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url)).Facts?.Sha256);
        Assert.Contains("one request", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_at_the_same_byte_is_given_up()
    {
        await using var server = await ModelServer.StartAsync(Model);
        server.Ranges = false;
        server.CutAfter = _ => 2_000_000;
        var failure = (await _room.PullAsync(server.Url)).Failure!;
        Assert.Equal(ModelFailureReasons.DownloadFailed, failure.Reason);
        Assert.Contains("given up", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_bytes_than_were_asked_for_are_not_taken()
    {
        await using var server = await ModelServer.StartAsync(Model);
        server.Instead = async context =>
        {
            if (context.Request.Headers.IfRange.Count == 0) return false;
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = server.Tag;
            context.Response.Headers.ContentRange = $"bytes 7-15/{Model.Length}";
            await context.Response.Body.WriteAsync(new byte[9]);
            return true;
        };
        Assert.Contains("other bytes than it was asked for", (await _room.PullAsync(server.Url)).Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shorter_parts_than_asked_for_are_taken()
    {
        await using var server = await ModelServer.StartAsync(Model);
        server.Instead = async context =>
        {
            var range = context.Request.GetTypedHeaders().Range!.Ranges.Single();
            var (from, to) = ((int)range.From!, (int)Math.Min(range.To!.Value, range.From.Value + 700_000));
            context.Response.StatusCode = 206;
            context.Response.Headers.ETag = server.Tag;
            context.Response.Headers.ContentRange = $"bytes {from}-{to}/{Model.Length}";
            await context.Response.Body.WriteAsync(Model.AsMemory(from, to - from + 1));
            return true;
        };
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(server.Url)).Facts?.Sha256);
    }
}
