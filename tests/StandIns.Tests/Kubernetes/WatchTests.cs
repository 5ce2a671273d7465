using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.KubernetesClient;
using KubeOps.Operator.Metrics;
using KubeOps.Operator.Queue;
using KubeOps.Operator.Watcher;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class WatchTests
{
    private const string Gone = """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Expired","code":410,"message":"too old"}}""";

    private const string Abort = "abort";

    private readonly TaskCompletionSource somethingSeen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OperatorMetrics metrics = new(null, "test");
    private readonly TimedEntityQueue<Widget> queue;

    public WatchTests()
    {
        queue = new TimedEntityQueue<Widget>(TimeProvider.System, metrics);
        queue.Resume();
    }

    [Fact]
    public async Task A_watch_that_ends_is_resumed_at_the_last_bookmark()
    {
        await using var server = await ServeAsync(
            [Event("ADDED", "a", version: 5), Event("BOOKMARK", "", version: 9)],
            [Event("ADDED", "b", version: 11)]);

        await WatchUntilAsync(server, "b");

        Assert.DoesNotContain("resourceVersion=", server.Requests.First(), StringComparison.Ordinal);
        Assert.Contains("resourceVersion=9", server.Requests.ElementAt(1), StringComparison.Ordinal);
        Assert.Contains("allowWatchBookmarks=true", server.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_resumed_at_the_last_event()
    {
        await using var server = await ServeAsync([Event("ADDED", "a", version: 5), Abort], [Event("ADDED", "b", version: 6)]);

        await WatchUntilAsync(server, "b");

        Assert.Contains("resourceVersion=5", server.Requests.ElementAt(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_gone_starts_over_and_reports_what_vanished()
    {
        await using var server = await ServeAsync(
            [Event("ADDED", "a", version: 1), Event("ADDED", "b", version: 2), Gone],
            ["""{"metadata":{"resourceVersion":"20"},"items":[{"metadata":{"name":"a","namespace":"default","uid":"a","generation":1,"resourceVersion":"1"}}]}"""],
            [Event("ADDED", "a", version: 1), Event("ADDED", "c", version: 15)]);

        var entries = await WatchUntilAsync(server, "c");

        Assert.Contains(("b", ReconciliationType.Deleted), entries);
        Assert.Single(entries, entry => entry.Name == "a");
        Assert.DoesNotContain("watch=true", server.Requests.ElementAt(1), StringComparison.Ordinal);
        Assert.DoesNotContain("resourceVersion=", server.Requests.ElementAt(2), StringComparison.Ordinal);
    }

    [Fact]
    public void By_generation_status_changes_are_no_news_and_by_version_they_are()
    {
        var byGeneration = new KnownEntities<Widget>(ReconcileStrategy.ByGeneration);
        var byVersion = new KnownEntities<Widget>(ReconcileStrategy.ByResourceVersion);
        var first = Widget.Named("a");
        var statusChanged = Widget.Named("a");
        statusChanged.Metadata.ResourceVersion = "2";
        var specChanged = Widget.Named("a", generation: 2);
        specChanged.Metadata.ResourceVersion = "3";

        Assert.Equal([true, false, true, false], new[] { first, statusChanged, specChanged, specChanged }.Select(byGeneration.Record));
        Assert.Equal([true, true, true, false], new[] { first, statusChanged, specChanged, specChanged }.Select(byVersion.Record));
        byGeneration.ForgetVersions();
        Assert.True(byGeneration.Record(specChanged));
    }

    [Theory]
    [InlineData(1, 0.0, 0.5)]
    [InlineData(1, 1.0, 1.0)]
    [InlineData(3, 1.0, 4.0)]
    [InlineData(6, 1.0, 30.0)]
    [InlineData(1000, 0.0, 15.0)]
    public void The_back_off_doubles_up_to_thirty_seconds_and_half_of_it_is_jitter(int failures, double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WatchBackoff.Delay(failures, random));

    private static string Event(string type, string name, int version)
    {
        var widget = Widget.Named(name);
        widget.Metadata.ResourceVersion = $"{version}";
        return $$"""{"type":"{{type}}","object":{{widget.ToJson().ToJsonString()}} }""";
    }

    /// <summary>Answers the n-th request with the n-th script, line by line; after the last one, requests stay open and silent.</summary>
    private Task<FakeApiServer> ServeAsync(params string[][] scripts)
    {
        var next = -1;
        return FakeApiServer.StartAsync(async context =>
        {
            var index = Interlocked.Increment(ref next);
            foreach (var line in scripts.ElementAtOrDefault(index) ?? [])
            {
                if (line == Abort)
                {
                    // Not before the client has what was sent: a reset connection may drop it.
                    await somethingSeen.Task;
                    context.Abort();
                    return;
                }

                await context.Response.WriteAsync(line + "\n");
                await context.Response.Body.FlushAsync();
            }

            if (index >= scripts.Length) await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
    }

    /// <summary>Runs a watcher until the queue has handed out an object of that name, completing each at once.</summary>
    private async Task<List<(string Name, ReconciliationType Type)>> WatchUntilAsync(FakeApiServer server, string name)
    {
        using var client = new KubernetesClient(server.Configuration);
        var watcher = new ResourceWatcher<Widget>(
            client, queue, new AllEntities<Widget>(), new OperatorSettingsBuilder().Build(), metrics, new ImpatientTime(), NullLogger<ResourceWatcher<Widget>>.Instance);
        using var term = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var watching = watcher.RunAsync(term.Token);
        var entries = new List<(string Name, ReconciliationType Type)>();
        while (entries.LastOrDefault().Name != name)
        {
            var entry = await queue.DequeueAsync(term.Token);
            entries.Add((entry.Entity.Name(), entry.ReconciliationType));
            queue.Complete(entry.Entity);
            somethingSeen.TrySetResult();
        }

        await term.CancelAsync();
        await watching.ContinueWith(_ => { }, TaskScheduler.Default);
        return entries;
    }
}
