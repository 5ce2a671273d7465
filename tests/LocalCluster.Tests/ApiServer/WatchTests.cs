using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Tests.ApiServer;

public sealed class WatchTests
{
    [Fact]
    public async Task Selectors_decide_what_appears_and_disappears()
    {
        await using var server = await RunningServer.StartAsync();
        using var watch = await server.WatchAsync($"{Bodies.ConfigMaps}?watch=true&labelSelector=a%3Db&resourceVersion={await NowAsync(server)}");
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("unseen"));
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"metadata":{"labels":{"a":"b"}}}""");
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"data":{"x":"y"}}""");
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"metadata":{"labels":{"a":"z"}}}""");

        Assert.Equal(["ADDED c", "MODIFIED c", "DELETED c"], [await watch.NextAsync(), await watch.NextAsync(), await watch.NextAsync()]);
    }

    [Fact]
    public async Task A_watch_resumes_where_it_was_told_to()
    {
        await using var server = await RunningServer.StartAsync();
        var first = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c1"));
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c2"));
        await server.DeleteAsync($"{Bodies.ConfigMaps}/c1");
        using var watch = await server.WatchAsync($"{Bodies.ConfigMaps}?watch=true&resourceVersion={first.Version}");
        Assert.Equal(["ADDED c2", "DELETED c1"], [await watch.NextAsync(), await watch.NextAsync()]);
    }

    [Fact]
    public async Task A_version_older_than_the_kept_window_is_gone()
    {
        await using var server = await RunningServer.StartAsync();
        var old = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c1"));
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c2"));
        server.Server.CompactHistory();
        using var watch = await server.WatchAsync($"{Bodies.ConfigMaps}?watch=true&resourceVersion={old.Version}");
        Assert.Equal("ERROR 410", await watch.NextAsync());
    }

    [Fact]
    public async Task An_idle_watch_gets_bookmarks_that_follow_other_writes()
    {
        await using var server = await RunningServer.StartAsync(new ApiServerOptions { BookmarkInterval = TimeSpan.FromMilliseconds(50) });
        using var watch = await server.WatchAsync($"{Bodies.Pods}?watch=true&allowWatchBookmarks=true&resourceVersion={await NowAsync(server)}");
        var written = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        string? seen;
        do
        {
            var bookmark = await watch.NextEventAsync();
            Assert.Equal("BOOKMARK", (string?)bookmark["type"]);
            seen = (string?)bookmark["object"]!["metadata"]!["resourceVersion"];
        }
        while (seen != written.Version);
    }

    [Fact]
    public async Task Initial_events_end_with_a_marked_bookmark()
    {
        await using var server = await RunningServer.StartAsync();
        await server.CreateAsync(Bodies.Pods, Bodies.Pod("p"));
        using var watch = await server.WatchAsync(
            $"{Bodies.Pods}?watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
        Assert.Equal("ADDED p", await watch.NextAsync());
        Assert.Equal("true", (string?)(await watch.NextEventAsync())["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task A_watch_ends_after_its_timeout()
    {
        await using var server = await RunningServer.StartAsync();
        using var watch = await server.WatchAsync($"{Bodies.Pods}?watch=true&timeoutSeconds=1&resourceVersion={await NowAsync(server)}");
        await Assert.ThrowsAsync<EndOfStreamException>(watch.NextEventAsync);
    }

    private static async Task<string> NowAsync(RunningServer server) => (await server.GetAsync("/api/v1/namespaces")).Version;
}
