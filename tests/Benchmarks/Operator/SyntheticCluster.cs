using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Reconciliation;
using InferOps.Runtime.Contract;

namespace InferOps.Benchmarks.Operator;

/// <summary>A cluster in memory with as many services as wanted on twelve pools. Every Deployment gets its pods at once, and they are ready.</summary>
internal sealed class SyntheticCluster : IClusterApi
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<ObjectKey, Entry> _entries;
    private readonly Dictionary<string, Queue<string>> _free;
    private Fleet _fleet;
    private long _version;

    public SyntheticCluster(int services)
    {
        _entries = Enumerable.Range(0, services).Select(number => SyntheticFleet.Service(number)).ToDictionary(service => service.Key, service => new Entry(service));
        _fleet = new() { Pools = SyntheticFleet.Pools(services), Engines = [SyntheticFleet.Engine], Nodes = SyntheticFleet.Nodes(services), GpuUses = [] };
        _free = _fleet.Nodes.SelectMany(node => Enumerable.Repeat(node, SyntheticFleet.GpusPerNode)).GroupBy(node => node.Labels[SyntheticFleet.PoolLabel])
            .ToDictionary(pool => pool.Key, pool => new Queue<string>(pool.Select(node => node.Name)));
    }

    /// <summary>Objects that were applied or deleted.</summary>
    public int Writes { get; private set; }

    public Fleet Fleet() => _fleet;

    public IReadOnlyList<ObjectKey> Services() => [.. _entries.Keys];

    public int UsersOf(string engine) => _entries.Count;

    public ServiceView? Service(ObjectKey key)
    {
        var entry = _entries[key];
        return new() { Service = entry.Service, Deployments = entry.Deployments, Pods = entry.Pods, Owned = [.. entry.Owned.Values] };
    }

    public Task<JsonObject?> FindAsync(ManifestKey key, CancellationToken cancellationToken) => Task.FromResult<JsonObject?>(null);

    public Task ApplyAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        Writes++;
        var key = ManifestKey.Of(manifest);
        _entries[Owner(manifest)].Owned[key] = new(key, manifest);
        return Task.CompletedTask;
    }

    public Task AnnotatePodAsync(ObjectKey pod, string name, string value, CancellationToken cancellationToken)
    {
        Writes++;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(LiveManifest manifest, CancellationToken cancellationToken)
    {
        Writes++;
        _entries[Owner(manifest.Content)].Owned.Remove(manifest.Key);
        return Task.CompletedTask;
    }

    public Task<PullProgress?> AskPullAsync(string address, CancellationToken cancellationToken) => Task.FromResult<PullProgress?>(null);

    public Task WritePodConditionAsync(ObjectKey pod, PullCondition condition, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<long?> WriteStatusAsync(ManifestKey key, JsonObject status, CancellationToken cancellationToken)
    {
        var entry = _entries[new(key.Namespace, key.Name)];
        entry.Service = entry.Service with { Status = status.Deserialize<InferenceServiceStatus>(Wire)!, ResourceVersion = ++_version };
        return Task.FromResult<long?>(_version);
    }

    public Task PublishAsync(ManifestKey about, ClusterEvent @event, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deployments get their pods, pods their nodes; and the watches show them.</summary>
    public void RunControllers()
    {
        var uses = new List<ObservedGpuUse>();
        foreach (var (key, entry) in _entries)
        {
            foreach (var manifest in entry.Owned.Values.Where(owned => owned.Key.Kind == "Deployment")) Start(key, entry, manifest.Content);
            uses.AddRange(entry.Pods.Select(pod => new ObservedGpuUse { Node = pod.Node!, ResourceName = SyntheticFleet.GpuResource, Count = 1, Service = key, Pool = pod.Pool }));
        }
        _fleet = _fleet with { GpuUses = uses };
    }

    /// <summary>Every service serves steadily what half a replica can do.</summary>
    public Dictionary<ObjectKey, TokenRates> Rates() => _entries.ToDictionary(entry => entry.Key, entry => new TokenRates
    {
        ArrivedPrompt = 100, ArrivedGenerated = 50, Prompt = 100, Generated = 50, MeanPrompt = 200, MeanGenerated = 100, Running = 1, Waiting = 0,
        SampleAge = TimeSpan.FromSeconds(5), Reporting = entry.Value.Pods.Count,
    });

    private void Start(ObjectKey key, Entry entry, JsonObject deployment)
    {
        var pool = (string)deployment["metadata"]!["labels"]![PodLabels.Pool]!;
        var wanted = (int)deployment["spec"]!["replicas"]!;
        var name = (string)deployment["metadata"]!["name"]!;
        for (var have = entry.Pods.Count(pod => pod.Pool == pool); have < wanted; have++)
            entry.Pods.Add(new() { Name = $"{name}-{have}", Pool = pool, CreatedAt = SyntheticFleet.Start, Ready = true, ReadyAt = SyntheticFleet.Start, Node = _free[pool].Dequeue() });
        entry.Deployments.RemoveAll(known => known.Pool == pool);
        entry.Deployments.Add(new() { Name = name, Pool = pool, DesiredReplicas = wanted, Replicas = wanted, UpdatedReplicas = wanted, ReadyReplicas = wanted, RolloutInProgress = false });
    }

    private static ObjectKey Owner(JsonObject manifest) => new((string)manifest["metadata"]!["namespace"]!, (string)manifest["metadata"]!["labels"]![PodLabels.Service]!);

    private sealed class Entry(ObservedService service)
    {
        public ObservedService Service { get; set; } = service;

        public Dictionary<ManifestKey, LiveManifest> Owned { get; } = [];

        public List<ObservedDeployment> Deployments { get; } = [];

        public List<ObservedPod> Pods { get; } = [];
    }
}
