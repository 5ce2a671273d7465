using InferOps.Operator.Core.Services;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>
/// Every object of one kind, kept current by list and watch: one watch over all namespaces, or one in each permitted one. Readers take an immutable snapshot;
/// the watch loops alone write.
/// </summary>
/// <remarks>
/// KubeOps watches the kinds that have a controller and hands over one object at a time; it has no cache to look others up in. Placement needs all pools, nodes
/// and pods at once, and a reconcile that had to list them would cost the API server the square of the fleet.
/// </remarks>
internal sealed class WatchCache<TEntity, TValue> : BackgroundService
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
    where TValue : class
{
    private static readonly TimeSpan[] BackOff = [.. new[] { 0.2, 0.5, 1, 2, 5, 10, 30 }.Select(TimeSpan.FromSeconds)];

    private readonly IKubernetesClient _client;
    private readonly WatchCacheOptions<TEntity, TValue> _options;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _writing = new();
    private volatile CacheSnapshot<TValue> _snapshot = CacheSnapshot<TValue>.Empty;
    private int _unlisted;

    public WatchCache(IKubernetesClient client, WatchCacheOptions<TEntity, TValue> options, ILogger logger) =>
        (_client, _options, _logger, _unlisted) = (client, options, logger, options.Scopes.Count);

    public CacheSnapshot<TValue> Snapshot => _snapshot;

    /// <summary>Completes when the first list of every namespace is in.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Raised after the snapshot changed, with the owner of what changed. Handlers must not block.</summary>
    public event Action<ObjectKey, ObjectKey?>? Changed;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_options.Scopes.Select(scope => FollowAsync(new(scope), stoppingToken)));

    private async Task FollowAsync(Watched watched, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(watched, await ListAsync(watched, stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever broke the watch (410, a restart of the API server, the network), a fresh list is the cure.
                var delay = Delay(watched.Failures++);
                _logger.WatchBroke(typeof(TEntity).Name, ServerMessage.Of(exception), delay);
                await Task.Delay(delay, _options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<string> ListAsync(Watched watched, CancellationToken cancellationToken)
    {
        var list = await _options.ListAsync(_client, watched.Namespace, cancellationToken);
        var listed = list.Items.Select(_options.Project).ToList();
        List<(ObjectKey Key, ObjectKey? Owner)> gone;
        lock (_writing)
        {
            var present = listed.Select(item => item.Key).ToHashSet();
            gone = [.. _snapshot.Owners.Where(known => (watched.Namespace is null || known.Key.Namespace == watched.Namespace) && !present.Contains(known.Key)).Select(known => (known.Key, known.Value))];
            var after = gone.Aggregate(_snapshot, (snapshot, known) => snapshot.Without(known.Key));
            _snapshot = listed.Aggregate(after, (snapshot, item) => snapshot.With(item.Key, item.Owner, item.Value));
        }
        if (!watched.Listed && Interlocked.Decrement(ref _unlisted) == 0) _synced.TrySetResult();
        watched.Listed = true;
        foreach (var (key, owner) in gone) Changed?.Invoke(key, owner);
        foreach (var (key, owner, _) in listed) Changed?.Invoke(key, owner);
        return list.Metadata.ResourceVersion;
    }

    /// <summary>Follows the watch; a watch that the server closes in good order is resumed where it ended.</summary>
    private async Task WatchAsync(Watched watched, string resourceVersion, CancellationToken cancellationToken)
    {
        while (true)
        {
            await foreach (var (type, entity) in _client.WatchAsync<TEntity>(watched.Namespace, resourceVersion, _options.LabelSelector, null, true, cancellationToken))
            {
                watched.Failures = 0;
                if (!string.IsNullOrEmpty(entity.Metadata?.ResourceVersion)) resourceVersion = entity.Metadata.ResourceVersion;
                if (type == WatchEventType.Bookmark) continue;
                if (type == WatchEventType.Error) throw new InvalidOperationException("The watch ended with an error event.");
                Apply(type, entity);
            }
            // A proxy that ends every watch at once must not make us ask without pause.
            await Task.Delay(Delay(0), _options.Time, cancellationToken);
        }
    }

    private static TimeSpan Delay(int failures) => BackOff[Math.Min(failures, BackOff.Length - 1)] * (0.5 + Random.Shared.NextDouble());

    private void Apply(WatchEventType type, TEntity entity)
    {
        var (key, owner, value) = _options.Project(entity);
        TValue? old, now;
        lock (_writing)
        {
            old = _snapshot.Items.GetValueOrDefault(key);
            _snapshot = type == WatchEventType.Deleted ? _snapshot.Without(key) : _snapshot.With(key, owner, value);
            now = _snapshot.Items.GetValueOrDefault(key);
        }
        if (_options.Same is not { } same || !same(old, now)) Changed?.Invoke(key, owner);
    }

    /// <summary>One watch: of a namespace, or of all (null).</summary>
    private sealed class Watched(string? @namespace)
    {
        public string? Namespace => @namespace;

        public bool Listed { get; set; }

        /// <summary>In a row, without an event in between: a list that works says nothing of a watch that is refused.</summary>
        public int Failures { get; set; }
    }
}
