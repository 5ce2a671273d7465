using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Client;

/// <summary>One informer per resource, shared by everything in this process that looks at it.</summary>
public sealed class InformerSet(KubeClient client, ILogger log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Resource, Lazy<(Informer Informer, Task Loop)>> _informers = new();

    /// <summary>The informer of <paramref name="resource"/>, started at the first call.</summary>
    public Informer For(Resource resource) => _informers.GetOrAdd(resource, Start).Value.Informer;

    /// <summary>Waits until all informers asked for so far have their first list.</summary>
    public Task SyncedAsync(CancellationToken cancellation) =>
        Task.WhenAll(_informers.Values.Select(entry => entry.Value.Informer.Synced)).WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_informers.Values.Select(entry => entry.Value.Loop));
        _stop.Dispose();
    }

    private Lazy<(Informer, Task)> Start(Resource resource) => new(() =>
    {
        var informer = new Informer(client, resource, ListQuery.All, log);
        return (informer, Task.Run(() => informer.RunAsync(_stop.Token)));
    });
}
