using System.Collections.Concurrent;
using InferOps.LocalCluster.Api;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Live;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.Operator.Host.Tests.Live;

/// <summary>Whatever happens to the watch, the cache ends up with what the API server has, and tells of every change.</summary>
public sealed class WatchCacheTests
{
    private static CancellationToken Cancellation => LiveCluster.Cancellation;

    [Fact]
    public async Task Holds_what_was_there_and_follows_what_happens()
    {
        await using var cluster = await LiveCluster.StartAsync();
        await ApplyAsync(cluster, "before", "a");
        await using var cache = await CacheUnderTest.StartAsync(cluster);
        Assert.Equal(["before"], cache.Names);

        await ApplyAsync(cluster, "after", "b");
        await cache.UntilAsync("after", "before");
        Assert.Equal(["after"], cache.OwnedBy("b"));

        await ApplyAsync(cluster, "after", "a");
        await LiveCluster.UntilAsync(() => cache.OwnedBy("a").SequenceEqual(["after", "before"]), "the new owner is known");
        Assert.Empty(cache.OwnedBy("b"));

        await cluster.Admin.DeleteAsync<LiveServiceAccount>("before", "default", Cancellation);
        await cache.UntilAsync("after");
        Assert.Contains(("before", "a"), cache.Told);
    }

    [Fact]
    public async Task Only_what_carries_the_label_is_kept_and_what_loses_it_goes()
    {
        await using var cluster = await LiveCluster.StartAsync();
        await ApplyAsync(cluster, "one", "a");
        await using var cache = await CacheUnderTest.StartAsync(cluster, "inferops.dev/service");
        Assert.Equal(["one"], cache.Names);
        var patch = new V1Patch("""{"metadata":{"labels":{"inferops.dev/service":null}}}""", V1Patch.PatchType.MergePatch);
        await cluster.Admin.PatchAsync<LiveServiceAccount>(patch, "one", "default", cancellationToken: Cancellation);
        await cache.UntilAsync();
    }

    [Fact]
    public async Task A_history_that_is_gone_is_made_good_by_a_list()
    {
        // Every watch ends after a second, and finds what it would resume from forgotten.
        await using var cluster = await LiveCluster.StartAsync(new() { WatchLifetime = TimeSpan.FromSeconds(1) });
        await ApplyAsync(cluster, "old", "a");
        await using var cache = await CacheUnderTest.StartAsync(cluster);
        var lists = Lists(cluster);
        var writes = 0;
        await LiveCluster.UntilAsync(async () =>
        {
            // Of another kind, so that the watch itself never sees a version it could resume from.
            await LabelAsync(cluster, $"{writes++}");
            cluster.Server.CompactHistory();
            return Lists(cluster) > lists;
        }, "a second list");
        await ApplyAsync(cluster, "new", "a");
        await cache.UntilAsync("new", "old");
    }

    [Fact]
    public async Task A_watch_that_ends_in_good_order_is_resumed_without_a_list()
    {
        await using var cluster = await LiveCluster.StartAsync(new() { WatchLifetime = TimeSpan.FromMilliseconds(300) });
        await using var cache = await CacheUnderTest.StartAsync(cluster);
        var (lists, watches) = (Lists(cluster), Watches(cluster));
        await LiveCluster.UntilAsync(() => Watches(cluster) >= watches + 3, "watches follow one another");
        await ApplyAsync(cluster, "late", "a");
        await cache.UntilAsync("late");
        Assert.Equal(lists, Lists(cluster));
    }

    [Fact]
    public async Task What_happened_while_the_API_server_was_away_is_told_when_it_is_back()
    {
        await using var cluster = await LiveCluster.StartAsync();
        await ApplyAsync(cluster, "stays", "a");
        await ApplyAsync(cluster, "goes", "b");
        await using var cache = await CacheUnderTest.StartAsync(cluster);
        cluster.CutWire();
        await cluster.Admin.DeleteAsync<LiveServiceAccount>("goes", "default", Cancellation);
        await ApplyAsync(cluster, "comes", "c");
        Assert.Equal(["goes", "stays"], cache.Names);
        cache.Told.Clear();

        cluster.MendWire();
        await cache.UntilAsync("comes", "stays");
        await LiveCluster.UntilAsync(() => cache.Told.Contains(("goes", "b")) && cache.Told.Contains(("comes", "c")), "both changes are told");
    }

    [Fact]
    public async Task Before_the_first_list_nothing_is_known()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.CutWire();
        await using var cache = CacheUnderTest.Start(cluster);
        await Task.WhenAny(cache.Synced, Task.Delay(500, Cancellation));
        Assert.False(cache.Synced.IsCompleted);
        cluster.MendWire();
        await cache.Synced.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    private static long Lists(LiveCluster cluster) => Requests(cluster, "list");

    private static long Watches(LiveCluster cluster) => Requests(cluster, "watch");

    private static long Requests(LiveCluster cluster, string verb) =>
        cluster.Server.RequestCounts.Total(kind => kind.Verb == verb && kind.Resource == "serviceaccounts" && kind.User == "operator");

    private static Task ApplyAsync(LiveCluster cluster, string name, string service) => cluster.Admin.PatchAsync<LiveServiceAccount>(
        new V1Patch(
            $$$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{{{name}}}}","namespace":"default","labels":{"inferops.dev/service":"{{{{service}}}}"}}}""",
            V1Patch.PatchType.ApplyPatch),
        name, "default", "test", force: true, cancellationToken: Cancellation);

    private static Task LabelAsync(LiveCluster cluster, string value) => cluster.Admin.PatchAsync<LiveService>(
        new V1Patch(
            $$$$"""{"apiVersion":"v1","kind":"Service","metadata":{"name":"other","namespace":"default","labels":{"written":"{{{{value}}}}"}},"spec":{"ports":[{"port":80}]}}""",
            V1Patch.PatchType.ApplyPatch),
        "other", "default", "test", force: true, cancellationToken: Cancellation);

    private sealed class CacheUnderTest : IAsyncDisposable
    {
        private readonly WatchCache<LiveServiceAccount, string> _cache;

        private CacheUnderTest(LiveCluster cluster, string? labels)
        {
            _cache = new(cluster.Client, new() { LabelSelector = labels, Time = TimeProvider.System, Project = account => (account.Key, account.Owner, account.Key.Name) }, NullLogger.Instance);
            _cache.Changed += (key, owner) => Told.Add((key.Name, owner?.Name));
        }

        public ConcurrentBag<(string Name, string? Owner)> Told { get; } = [];

        public Task Synced => _cache.Synced;

        /// <summary>But the account that every namespace has.</summary>
        public IEnumerable<string> Names => _cache.Snapshot.Items.Values.Where(name => name != "default").Order(StringComparer.Ordinal);

        public static CacheUnderTest Start(LiveCluster cluster, string? labels = null)
        {
            var cache = new CacheUnderTest(cluster, labels);
            _ = cache._cache.StartAsync(Cancellation);
            return cache;
        }

        public static async Task<CacheUnderTest> StartAsync(LiveCluster cluster, string? labels = null)
        {
            var cache = Start(cluster, labels);
            await cache.Synced.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
            return cache;
        }

        public IEnumerable<string> OwnedBy(string service) => _cache.Snapshot.OwnedBy(new ObjectKey("default", service)).Order(StringComparer.Ordinal);

        public Task UntilAsync(params string[] names) => LiveCluster.UntilAsync(() => Names.SequenceEqual(names), $"the cache holds {string.Join(", ", names)}");

        public async ValueTask DisposeAsync()
        {
            await _cache.StopAsync(CancellationToken.None);
            _cache.Dispose();
        }
    }
}
