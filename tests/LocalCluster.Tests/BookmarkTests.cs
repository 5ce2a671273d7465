using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Tests;

public sealed class BookmarkTests
{
    [Fact]
    public async Task An_idle_watch_gets_bookmarks_and_goes_on()
    {
        await using var server = await Api.ApiServer.StartAsync(new ApiServerOptions { BookmarkInterval = TimeSpan.FromMilliseconds(50) }, CancellationToken.None);
        using var client = new KubeClient(Kubeconfig.Parse(server.Kubeconfig("admin", "system:masters")));
        var list = await client.ListAsync(Resource.Leases, null, ListQuery.All, CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        List<WatchEventType> seen = [];
        await foreach (var change in client.WatchAsync(Resource.Leases, null, ListQuery.All, list.ResourceVersion, patience.Token))
        {
            seen.Add(change.Type);
            if (seen.Count == 3) break;
        }

        Assert.Equal(Enumerable.Repeat(WatchEventType.Bookmark, 3), seen);
    }
}
