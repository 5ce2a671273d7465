using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Client;

/// <summary>What happened to one object. <see cref="Old"/> is null when it appeared, <see cref="New"/> when it went.</summary>
public sealed record Change(JsonObject? Old, JsonObject? New)
{
    public JsonObject Latest => New ?? Old!;
}

/// <summary>
/// A local copy of one collection, kept current by list and watch: resumed from the last version seen, listed again on 410. The objects are shared
/// and must not be changed.
/// </summary>
public sealed class Informer(KubeClient client, Resource resource, ListQuery query, ILogger log)
{
    private readonly ConcurrentDictionary<string, JsonObject> _objects = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _dispatch = new();
    private Action<Change>? _handlers;

    public Resource Resource => resource;

    /// <summary>Completes when the first list has arrived.</summary>
    public Task Synced => _synced.Task;

    public IReadOnlyCollection<JsonObject> Items => (IReadOnlyCollection<JsonObject>)_objects.Values;

    public JsonObject? Find(string key) => _objects.GetValueOrDefault(key);

    public IEnumerable<JsonObject> In(string? ns) => _objects.Values.Where(obj => obj.Namespace == ns);

    /// <summary>Calls <paramref name="handler"/> for every object there is and for every change from now on, one at a time. It must be quick.</summary>
    public void Subscribe(Action<Change> handler)
    {
        lock (_dispatch)
        {
            foreach (var obj in _objects.Values) handler(new Change(null, obj));
            _handlers += handler;
        }
    }

    /// <summary>Follows the collection until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        string? version = null;
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                version ??= await ListAsync(cancellation);
                await foreach (var change in client.WatchAsync(resource, null, query, version, cancellation))
                {
                    version = change.Object.ResourceVersion ?? version;
                    Apply(change);
                    backOff.Reset();
                }

                await Task.Delay(backOff.Next(), cancellation);
            }
            catch (KubeApiException refusal) when (refusal.IsGone)
            {
                log.WatchExpired(resource.ToString());
                version = null;
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested && IsTransient(error))
            {
                log.WatchInterrupted(resource.ToString(), error.Message);
                await Task.Delay(backOff.Next(), cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static bool IsTransient(Exception error) =>
        error is HttpRequestException or IOException or JsonException or KubeApiException or OperationCanceledException;

    private async Task<string> ListAsync(CancellationToken cancellation)
    {
        var list = await client.ListAsync(resource, null, query, cancellation);
        var present = list.Items.ToDictionary(item => item.Key);
        foreach (var gone in _objects.Keys.Where(key => !present.ContainsKey(key)).ToList()) Remove(gone);
        foreach (var (key, obj) in present) Put(key, obj);
        _synced.TrySetResult();
        return list.ResourceVersion;
    }

    private void Apply(WatchEvent change)
    {
        if (change.Type is WatchEventType.Added or WatchEventType.Modified) Put(change.Object.Key, change.Object);
        else if (change.Type == WatchEventType.Deleted) Remove(change.Object.Key);
    }

    private void Put(string key, JsonObject obj)
    {
        lock (_dispatch)
        {
            var old = _objects.GetValueOrDefault(key);
            if (old?.ResourceVersion == obj.ResourceVersion && old?.Uid == obj.Uid) return;
            _objects[key] = obj;
            if (old is not null && old.Uid != obj.Uid)
            {
                // Deleted and made again between two lists: two changes, not one.
                _handlers?.Invoke(new Change(old, null));
                old = null;
            }

            _handlers?.Invoke(new Change(old, obj));
        }
    }

    private void Remove(string key)
    {
        lock (_dispatch)
            if (_objects.TryRemove(key, out var old)) _handlers?.Invoke(new Change(old, null));
    }
}
