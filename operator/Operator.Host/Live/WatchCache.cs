using System.Collections.Immutable;
using InferOps.Operator.Core.Services;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>
/// Every object of one kind, kept current by list and watch. Readers take an immutable snapshot; the watch loop alone writes.
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
    private volatile CacheSnapshot<TValue> _snapshot = CacheSnapshot<TValue>.Empty;

    /// <summary>In a row, without an event in between: a list that works says nothing of a watch that is refused.</summary>
    private int _failures;

    public WatchCache(IKubernetesClient client, WatchCacheOptions<TEntity, TValue> options, ILogger logger) =>
        (_client, _options, _logger) = (client, options, logger);

    public CacheSnapshot<TValue> Snapshot => _snapshot;

    /// <summary>Completes when the first list is in.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Raised after the snapshot changed, with the owner of what changed. Handlers must not block.</summary>
    public event Action<ObjectKey, ObjectKey?>? Changed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(await ListAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever broke the watch (410, a restart of the API server, the network), a fresh list is the cure.
                var delay = Delay(_failures++);
                _logger.WatchBroke(typeof(TEntity).Name, ServerMessage.Of(exception), delay);
                await Task.Delay(delay, _options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var list = await _options.ListAsync(_client, cancellationToken);
        var before = _snapshot;
        var after = CacheSnapshot<TValue>.Empty;
        foreach (var entity in list.Items)
        {
            var (key, owner, value) = _options.Project(entity);
            after = after.With(key, owner, value);
        }
        _snapshot = after;
        _synced.TrySetResult();
        foreach (var (key, owner) in before.Owners) if (!after.Owners.ContainsKey(key)) Changed?.Invoke(key, owner);
        foreach (var (key, owner) in after.Owners) Changed?.Invoke(key, owner);
        return list.Metadata.ResourceVersion;
    }

    /// <summary>Follows the watch; a watch that the server closes in good order is resumed where it ended.</summary>
    private async Task WatchAsync(string resourceVersion, CancellationToken cancellationToken)
    {
        while (true)
        {
            await foreach (var (type, entity) in _client.WatchAsync<TEntity>(null, resourceVersion, _options.LabelSelector, null, true, cancellationToken))
            {
                _failures = 0;
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
        var before = _snapshot;
        _snapshot = type == WatchEventType.Deleted ? before.Without(key) : before.With(key, owner, value);
        var (old, now) = (before.Items.GetValueOrDefault(key), _snapshot.Items.GetValueOrDefault(key));
        if (_options.Same is not { } same || !same(old, now)) Changed?.Invoke(key, owner);
    }
}

/// <summary>What to keep of which objects.</summary>
internal sealed record WatchCacheOptions<TEntity, TValue>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
    where TValue : class
{
    public string? LabelSelector { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Key, owning service (null: nobody's), and the value to keep.</summary>
    public required Func<TEntity, (ObjectKey Key, ObjectKey? Owner, TValue Value)> Project { get; init; }

    /// <summary>Whether going from one value to the other (null: no object) changes no decision. Not given: every change counts.</summary>
    public Func<TValue?, TValue?, bool>? Same { get; init; }

    /// <summary>All objects of the kind with the list's resource version, which <see cref="IKubernetesClient.ListAsync{TEntity}(string?, string?, string?, CancellationToken)"/> does not give.</summary>
    public async Task<LiveList<TEntity>> ListAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        var entity = (KubernetesEntityAttribute)Attribute.GetCustomAttribute(typeof(TEntity), typeof(KubernetesEntityAttribute))!;
        using var generic = new GenericClient(client.ApiClient, entity.Group ?? "", entity.ApiVersion, entity.PluralName, disposeClient: false);
        return await generic.ListAsync<LiveList<TEntity>>(LabelSelector, cancel: cancellationToken);
    }
}

/// <summary>Objects by key and by owner, immutable.</summary>
internal sealed record CacheSnapshot<TValue>
{
    public static readonly CacheSnapshot<TValue> Empty = new();

    public ImmutableDictionary<ObjectKey, TValue> Items { get; private init; } = ImmutableDictionary<ObjectKey, TValue>.Empty;

    public ImmutableDictionary<ObjectKey, ObjectKey?> Owners { get; private init; } = ImmutableDictionary<ObjectKey, ObjectKey?>.Empty;

    private ImmutableDictionary<ObjectKey, ImmutableDictionary<ObjectKey, TValue>> ByOwner { get; init; } =
        ImmutableDictionary<ObjectKey, ImmutableDictionary<ObjectKey, TValue>>.Empty;

    public IEnumerable<TValue> OwnedBy(ObjectKey owner) => ByOwner.TryGetValue(owner, out var owned) ? owned.Values : [];

    public CacheSnapshot<TValue> With(ObjectKey key, ObjectKey? owner, TValue value)
    {
        var cleared = Owners.TryGetValue(key, out var previous) && previous != owner ? Without(key) : this;
        return cleared with
        {
            Items = cleared.Items.SetItem(key, value),
            Owners = cleared.Owners.SetItem(key, owner),
            ByOwner = owner is { } of
                ? cleared.ByOwner.SetItem(of, cleared.ByOwner.GetValueOrDefault(of, ImmutableDictionary<ObjectKey, TValue>.Empty).SetItem(key, value))
                : cleared.ByOwner,
        };
    }

    public CacheSnapshot<TValue> Without(ObjectKey key)
    {
        if (!Owners.TryGetValue(key, out var owner)) return this;
        var byOwner = ByOwner;
        if (owner is { } of && byOwner.TryGetValue(of, out var owned))
        {
            owned = owned.Remove(key);
            byOwner = owned.IsEmpty ? byOwner.Remove(of) : byOwner.SetItem(of, owned);
        }
        return this with { Items = Items.Remove(key), Owners = Owners.Remove(key), ByOwner = byOwner };
    }
}
