using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Client;

/// <summary>One informer per resource, shared by everything in this process that looks at it.</summary>
public sealed class InformerSet(KubeClient client, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Resource, Lazy<Entry>> _informers = new();

    private sealed record Entry(Informer Informer, Task Loop, CancellationTokenSource Stop);

    /// <summary>The informer of <paramref name="resource"/>, started at the first call.</summary>
    public Informer For(Resource resource) => _informers.GetOrAdd(resource, Start).Value.Informer;

    /// <summary>Stops following a resource that is no longer served.</summary>
    public async Task DropAsync(Resource resource)
    {
        if (!_informers.TryRemove(resource, out var entry)) return;
        await entry.Value.Stop.CancelAsync();
        await entry.Value.Loop;
        entry.Value.Stop.Dispose();
    }

    /// <summary>Waits until all informers asked for so far have their first list.</summary>
    public Task SyncedAsync(CancellationToken cancellation) =>
        Task.WhenAll(_informers.Values.Select(entry => entry.Value.Informer.Synced)).WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var resource in _informers.Keys) await DropAsync(resource);
        _stop.Dispose();
    }

    private Lazy<Entry> Start(Resource resource) => new(() =>
    {
        var informer = new Informer(client, resource, ListQuery.All, log);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        return new Entry(informer, Task.Run(() => informer.RunAsync(stop.Token)), stop);
    });
}
