using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Entities;
using InferOps.Operator.Reconciliation;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>Every watch the operator keeps, started together.</summary>
internal sealed class ClusterState : IHostedService
{
    /// <summary>What the operator made carries this label; nothing else is compared or pruned.</summary>
    private const string Ours = "app.kubernetes.io/managed-by=inferops";

    private readonly List<BackgroundService> _loops = [];
    private readonly List<Task> _synced = [];
    private readonly IKubernetesClient _client;
    private readonly IReadOnlyList<string?> _namespaces;
    private readonly FleetView _fleet;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterState> _logger;

    public ClusterState(IKubernetesClient client, ClusterCapabilities capabilities, WatchedNamespaces namespaces, TimeProvider time, ILogger<ClusterState> logger)
    {
        (_client, _namespaces, _time, _logger) = (client, namespaces.Scopes, time, logger);
        Services = Watch<V1Alpha1InferenceService, ServiceEntity>(null, entity => (EntityProjection.KeyOf(entity), EntityProjection.KeyOf(entity), EntityProjection.Observe(entity)));
        Pools = WatchGlobal<V1Alpha1ComputePool, PoolEntity>(pool => (new("", pool.Metadata.Name), null, EntityProjection.Observe(pool)), PoolEntity.SameSpec);
        Engines = WatchGlobal<V1Alpha1InferenceEngine, EngineEntity>(engine => (new("", engine.Metadata.Name), null, EntityProjection.Observe(engine)), EngineEntity.SameSpec);
        Nodes = WatchGlobal<LiveNode, ObservedNode>(node => (node.Key, null, NodeProjection.Observe(node)), NodeProjection.Same);
        Pods = Watch<LivePod, PodView>(null, pod => (pod.Key, pod.Owner, PodProjection.Observe(pod)), PodView.Same);
        _fleet = new(Pools, Engines, Nodes, Pods);
        Deployments = Watch<LiveDeployment, DeploymentView>(Ours, deployment => (deployment.Key, deployment.Owner, DeploymentProjection.Observe(deployment)));
        Others =
        [
            WatchOwned<LiveService>("v1", "Service"),
            WatchOwned<LiveServiceAccount>("v1", "ServiceAccount"),
            WatchOwned<LiveNetworkPolicy>("networking.k8s.io/v1", "NetworkPolicy"),
            capabilities.PolicyV1
                ? WatchOwned<LivePodDisruptionBudget>("policy/v1", "PodDisruptionBudget")
                : WatchOwned<LivePodDisruptionBudgetV1Beta1>("policy/v1beta1", "PodDisruptionBudget"),
        ];
    }

    public WatchCache<V1Alpha1InferenceService, ServiceEntity> Services { get; }

    public WatchCache<V1Alpha1ComputePool, PoolEntity> Pools { get; }

    public WatchCache<V1Alpha1InferenceEngine, EngineEntity> Engines { get; }

    public WatchCache<LiveNode, ObservedNode> Nodes { get; }

    public WatchCache<LivePod, PodView> Pods { get; }

    public WatchCache<LiveDeployment, DeploymentView> Deployments { get; }

    /// <summary>Objects of the remaining kinds that belong to a service, one entry per kind.</summary>
    public IReadOnlyList<Func<ObjectKey, IEnumerable<LiveManifest>>> Others { get; }

    /// <summary>Pools, engines, nodes and who holds which GPUs, now.</summary>
    public Fleet Fleet() => _fleet.Now();

    /// <summary>Something changed that concerns the service.</summary>
    public event Action<ObjectKey>? ServiceChanged;

    /// <summary>Something changed that may concern every service: a pool, an engine, a node, a stranger's GPUs.</summary>
    public event Action? FleetChanged;

    /// <summary>Completes when every kind has been listed once: before that, what is absent is only unknown.</summary>
    public Task Synced => Task.WhenAll(_synced);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var loop in _loops) await loop.StartAsync(cancellationToken);
        _ = Synced.ContinueWith(
            _ => _logger.Synced(Services.Snapshot.Items.Count, Pools.Snapshot.Items.Count, Nodes.Snapshot.Items.Count),
            cancellationToken, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_loops.Select(loop => loop.StopAsync(cancellationToken)));

    private Func<ObjectKey, IEnumerable<LiveManifest>> WatchOwned<TLive>(string apiVersion, string kind)
        where TLive : LiveObject
    {
        var cache = Watch<TLive, LiveManifest>(Ours, live =>
        {
            var manifest = live.ToManifest(apiVersion, kind);
            return (live.Key, live.Owner, new LiveManifest(ManifestKey.Of(manifest), manifest));
        });
        return owner => cache.Snapshot.OwnedBy(owner);
    }

    /// <summary>What belongs to no namespace.</summary>
    private WatchCache<TEntity, TValue> WatchGlobal<TEntity, TValue>(Func<TEntity, (ObjectKey, ObjectKey?, TValue)> project, Func<TValue?, TValue?, bool> same)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
        where TValue : class =>
        Watch(new WatchCacheOptions<TEntity, TValue> { Time = _time, Project = project, Same = same });

    private WatchCache<TEntity, TValue> Watch<TEntity, TValue>(
        string? labels, Func<TEntity, (ObjectKey, ObjectKey?, TValue)> project, Func<TValue?, TValue?, bool>? same = null)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
        where TValue : class =>
        Watch(new WatchCacheOptions<TEntity, TValue> { LabelSelector = labels, Scopes = _namespaces, Time = _time, Project = project, Same = same });

    private WatchCache<TEntity, TValue> Watch<TEntity, TValue>(WatchCacheOptions<TEntity, TValue> options)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
        where TValue : class
    {
        var cache = new WatchCache<TEntity, TValue>(_client, options, _logger);
        cache.Changed += (_, owner) =>
        {
            if (owner is { } service) ServiceChanged?.Invoke(service);
            else FleetChanged?.Invoke();
        };
        _loops.Add(cache);
        _synced.Add(cache.Synced);
        return cache;
    }
}
