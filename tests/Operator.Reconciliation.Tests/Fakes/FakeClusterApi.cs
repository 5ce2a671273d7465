using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Reconciliation.Tests.Fakes;

/// <summary>A cluster in memory that shows every write at once. Controllers and nodes do their part only when <see cref="RunControllers"/> is called.</summary>
internal sealed class FakeClusterApi(TimeProvider time) : IClusterApi
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<ManifestKey, JsonObject> _objects = [];
    private readonly Dictionary<ObjectKey, ObservedService> _services = [];
    private readonly FakeKubelet _kubelet = new(time);
    private long _version;

    public List<ObservedPool> Pools { get; } = [];

    public List<ObservedEngine> Engines { get; } = [];

    public List<ObservedNode> Nodes { get; } = [];

    /// <summary>Writes in order, as <c>apply Kind namespace/name</c>, <c>delete …</c> or <c>status …</c>.</summary>
    public List<string> Writes { get; } = [];

    public List<ClusterEvent> Events { get; } = [];

    /// <summary>Why the API server refuses a write; null: it does not.</summary>
    public Func<ManifestKey, string?> Refuses { get; set; } = _ => null;

    public FakeKubelet Kubelet => _kubelet;

    public IReadOnlyDictionary<ManifestKey, JsonObject> Objects => _objects;

    public void Put(ObservedService service) => _services[service.Key] = service with { ResourceVersion = ++_version };

    public void Change(ObjectKey key, Func<InferenceServiceSpec, InferenceServiceSpec> change) =>
        Put(_services[key] with { Spec = change(_services[key].Spec), Generation = _services[key].Generation + 1 });

    /// <summary>Somebody else writes an object.</summary>
    public void Meddle(ManifestKey key, Action<JsonObject> change) => change(_objects[key]);

    /// <summary>The service and, as the garbage collector does it, everything it owns.</summary>
    public void Remove(ObjectKey key)
    {
        _services.Remove(key);
        foreach (var owned in Owned(key).ToList()) _objects.Remove(owned.Key);
        _kubelet.Run(_objects.Values);
    }

    /// <summary>Deployments get their pods, pods run. True: something changed.</summary>
    public bool RunControllers() => _kubelet.Run(_objects.Values);

    public IReadOnlyDictionary<string, int> ReplicasByPool(ObjectKey key) =>
        Service(key)!.Deployments.OrderBy(deployment => deployment.Pool, StringComparer.Ordinal).ToDictionary(deployment => deployment.Pool, deployment => deployment.DesiredReplicas);

    public Condition Condition(ObjectKey key, string type) => _services[key].Status.Conditions!.Single(condition => condition.Type == type);

    public Fleet Fleet() => new() { Pools = [.. Pools], Engines = [.. Engines], Nodes = [.. Nodes], GpuUses = _kubelet.GpuUses() };

    public IReadOnlyList<ObjectKey> Services() => [.. _services.Keys];

    public int UsersOf(string engine) => _services.Values.Count(service => EffectiveEngineUse.NameOf(service.Spec) == engine);

    public ServiceView? Service(ObjectKey key) => _services.TryGetValue(key, out var service)
        ? new()
        {
            Service = service,
            Deployments = [.. Owned(key).Where(owned => owned.Key.Kind == "Deployment").Select(owned => Observe(key, owned.Content))],
            Pods = _kubelet.PodsOf(key),
            Owned = [.. Owned(key)],
        }
        : null;

    public Task<JsonObject?> FindAsync(ManifestKey key, CancellationToken cancellationToken)
    {
        Permit(key);
        return Task.FromResult(_objects.GetValueOrDefault(key));
    }

    public Task ApplyAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        var key = ManifestKey.Of(manifest);
        Permit(key);
        var stored = (JsonObject)manifest.DeepClone();
        // What a server adds, and nobody here owns.
        stored["metadata"]!["uid"] = $"uid-{++_version}";
        stored["metadata"]!["creationTimestamp"] = "2030-01-01T12:00:00Z";
        _objects[key] = stored;
        Writes.Add($"apply {key}");
        return Task.CompletedTask;
    }

    public Task DeleteAsync(LiveManifest manifest, CancellationToken cancellationToken)
    {
        Permit(manifest.Key);
        _objects.Remove(manifest.Key);
        Writes.Add($"delete {manifest.Key}");
        return Task.CompletedTask;
    }

    public Task AnnotatePodAsync(ObjectKey pod, string name, string value, CancellationToken cancellationToken)
    {
        Assert.Equal(Departures.Annotation, name);
        _kubelet.Cost(pod, int.Parse(value, CultureInfo.InvariantCulture));
        Writes.Add($"annotate Pod {pod} {value}");
        return Task.CompletedTask;
    }

    /// <summary>What pods that pull answer, by address; the others do not.</summary>
    public Dictionary<string, PullProgress> Pulls { get; } = [];

    /// <summary>How often pods were asked how far they are.</summary>
    public int AskedPulls { get; private set; }

    public Task<PullProgress?> AskPullAsync(string address, CancellationToken cancellationToken)
    {
        AskedPulls++;
        return Task.FromResult(Pulls.GetValueOrDefault(address));
    }

    public Task WritePodConditionAsync(ObjectKey pod, PullCondition condition, CancellationToken cancellationToken)
    {
        Permit(new("v1", "Pod", pod.Namespace, pod.Name));
        _kubelet.Change(pod, before => before with { PullShown = new(condition.Done, condition.Message, time.GetUtcNow()) });
        Writes.Add($"condition Pod {pod} {condition.Done} {condition.Reason} {condition.Message}".TrimEnd());
        return Task.CompletedTask;
    }

    public Task<long?> WriteStatusAsync(ManifestKey key, JsonObject status, CancellationToken cancellationToken)
    {
        Writes.Add($"status {key}");
        if (key.Kind == "ComputePool")
        {
            var index = Pools.FindIndex(pool => pool.Name == key.Name);
            Pools[index] = Pools[index] with { Status = status.Deserialize<ComputePoolStatus>(Wire)! };
            return Task.FromResult<long?>(++_version);
        }
        var service = new ObjectKey(key.Namespace, key.Name);
        Put(_services[service] with { Status = status.Deserialize<InferenceServiceStatus>(Wire)! });
        return Task.FromResult<long?>(_version);
    }

    public Task PublishAsync(ManifestKey about, ClusterEvent @event, CancellationToken cancellationToken)
    {
        Events.Add(@event);
        return Task.CompletedTask;
    }

    private void Permit(ManifestKey key)
    {
        if (Refuses(key) is { } why) throw new ClusterRefusedException(403, why);
    }

    private IEnumerable<LiveManifest> Owned(ObjectKey key) =>
        from stored in _objects
        where stored.Key.Namespace == key.Namespace && (string?)stored.Value["metadata"]!["labels"]?[PodLabels.Service] == key.Name
        select new LiveManifest(stored.Key, stored.Value);

    private ObservedDeployment Observe(ObjectKey owner, JsonObject deployment)
    {
        var pool = (string)deployment["metadata"]!["labels"]![PodLabels.Pool]!;
        var pods = _kubelet.PodsOf(owner).Where(pod => pod.Pool == pool).ToList();
        var (name, desired) = ((string)deployment["metadata"]!["name"]!, (int)deployment["spec"]!["replicas"]!);
        return new()
        {
            Name = name,
            Pool = pool,
            DesiredReplicas = desired,
            ReplicaFailure = pods.Count < desired && _kubelet.Quota is { } quota ? $"pods \"{name}-{++_version}\" is forbidden: exceeded quota: gpus, requested: requests.nvidia.com/gpu=1, limited: {quota}" : null,
            Replicas = pods.Count,
            UpdatedReplicas = pods.Count,
            ReadyReplicas = pods.Count(pod => pod.Ready),
            RolloutInProgress = false,
        };
    }
}
