using System.IO.MemoryMappedFiles;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull;
using InferOps.Runtime.Host.Pull.Cache;
using InferOps.Runtime.Host.Pull.Transfer;
using Microsoft.Extensions.Time.Testing;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>A node's cache holds as many models as it may, and gives up those that nobody has used for the longest time.</summary>
public sealed class ModelCacheTests : IAsyncLifetime
{
    /// <summary>Room for two models and a half.</summary>
    private static readonly long Limit = PullRoom.Model.Length * 5L / 2;

    private readonly PullRoom _room = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private ModelServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _room.Time = _time;
        _server = await ModelServer.StartAsync(PullRoom.Model);
        await PullAsync("a");
        _time.Advance(TimeSpan.FromHours(1));
        await PullAsync("b");
        _time.Advance(TimeSpan.FromHours(2));
    }

    public async ValueTask DisposeAsync()
    {
        _room.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_least_recently_used_model_makes_room()
    {
        await PullAsync("c");
        Assert.Equal(["b", "c"], Models());
        Assert.Contains("removed", _room.Output, StringComparison.Ordinal);
        Assert.NotNull((await PullAsync("a")).Facts);
    }

    [Fact]
    public async Task A_model_that_is_used_again_is_young_again()
    {
        await PullAsync("a");
        _time.Advance(TimeSpan.FromHours(2));
        await PullAsync("c");
        Assert.Equal(["a", "c"], Models());
    }

    [Fact]
    public async Task What_was_used_within_the_hour_stays()
    {
        await PullAsync("a");
        await PullAsync("b");
        var failure = (await PullAsync("c")).Failure!;
        Assert.Equal(ModelFailureReasons.NotEnoughDisk, failure.Reason);
        Assert.Contains("2 models in use hold", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Models());
        Assert.Null((await PullAsync("a")).Failure);
    }

    [Theory]
    [InlineData("held by a runtime")]
    [InlineData("open in any program")]
    [InlineData("mapped, and its file closed")]
    [InlineData("being pulled")]
    public async Task What_is_in_use_stays_however_old(string how)
    {
        using var use = Use(how, PathOf("a"));
        await PullAsync("c");
        Assert.Equal(["a", "c"], Models());
        use.Dispose();

        // That it was in use when somebody looked counts as a use.
        if (how != "held by a runtime") Assert.True(new CachedModel(PathOf("a")).LastUse > new CachedModel(PathOf("b")).LastUse);
        _time.Advance(TimeSpan.FromHours(2));
        await PullAsync("b");
        Assert.Equal(["b", "c"], Models());
    }

    [Fact]
    public void A_runtime_that_runs_for_days_keeps_its_model_young()
    {
        using var held = ModelInUse.Hold(PathOf("a"), _time);
        _time.Advance(TimeSpan.FromDays(3));
        Assert.True(_time.GetUtcNow() - new CachedModel(PathOf("a")).LastUse < TimeSpan.FromMinutes(21));
    }

    [Fact]
    public async Task A_pull_that_was_given_up_makes_room_too()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf("x"))!);
        await File.WriteAllTextAsync(PathOf("x") + ".lock", "");
        await File.WriteAllBytesAsync(PartialFile.PathOf(PathOf("x")), new byte[PullRoom.Model.Length / 2]);
        await PullAsync("c");
        Assert.Equal(["b", "c"], Models());
        Assert.False(File.Exists(PartialFile.PathOf(PathOf("x"))));
    }

    [Fact]
    public async Task Other_peoples_files_are_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(Root, "backup"));
        await File.WriteAllBytesAsync(Path.Combine(Root, "backup", "photos.tar"), new byte[2 * Limit]);
        await PullAsync("c");
        Assert.True(File.Exists(Path.Combine(Root, "backup", "photos.tar")));
    }

    [Fact]
    public async Task A_model_larger_than_the_cache_is_refused_and_nothing_removed()
    {
        var failure = (await _room.PullAsync(Options("c") with { CacheLimit = PullRoom.Model.Length - 1 })).Failure!;
        Assert.Contains("sizeLimit", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Models());
    }

    [Fact]
    public async Task Without_a_limit_the_volume_is_the_limit()
    {
        await _room.PullAsync(Options("c") with { CacheLimit = null });
        Assert.Equal(["a", "b", "c"], Models());
    }

    [Fact]
    public async Task Pulls_at_once_stay_within_the_limit_together()
    {
        var reports = Task.WhenAll(PullAsync("c"), PullAsync("d"));
        while (!reports.IsCompleted)
        {
            // Who waits for the other looks again every second.
            await Task.Delay(5);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(await reports, report => Assert.NotNull(report.Facts));
        Assert.Equal(["c", "d"], Models());
    }

    private string Root => Path.Combine(_room.Folder, "models");

    private string PathOf(string name) => Path.Combine(Root, $"{name}0123456789abcde", "m.gguf");

    private PullOptions Options(string name) => _room.Options(_server.Url + "?" + name) with { To = PathOf(name), Cache = Root, CacheLimit = Limit };

    private Task<ModelReport> PullAsync(string name) => _room.PullAsync(Options(name));

    private IEnumerable<string> Models() => Directory.EnumerateFiles(Root, "m.gguf", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)[..1]).Order();

    private IDisposable Use(string how, string path)
    {
        switch (how)
        {
            case "held by a runtime":
                // The mark's time is that of the last beat; the clock stands still here, so it would be young.
                var held = ModelInUse.Hold(path, _time)!;
                File.SetLastWriteTimeUtc(ModelInUse.MarkOf(path), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
                return held;
            case "open in any program":
                return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            case "mapped, and its file closed":
                using (var mapped = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read)) return mapped.CreateViewAccessor(0, 1, MemoryMappedFileAccess.Read);
            default:
                return NodeLock.TryAcquire(path + ".lock")!;
        }
    }
}
