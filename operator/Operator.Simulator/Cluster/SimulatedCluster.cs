using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Reconciliation;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Simulator.Cluster;

/// <summary>The cluster that the operator's own loops read and write: objects in memory, pods in the <see cref="PodFleet"/>.</summary>
internal sealed class SimulatedCluster(Scenario scenario, PodFleet fleet, VirtualTime time) : IClusterApi
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);
    private readonly Dictionary<ManifestKey, JsonObject> _objects = [];
    private readonly Dictionary<ObjectKey, ObservedService> _services = scenario.Services.ToDictionary(service => service.Key);
    private long _version;

    /// <summary>Services whose pods are being replaced by newer ones.</summary>
    public HashSet<ObjectKey> Rolling { get; } = [];

    /// <summary>A status was written: of which service, before and after.</summary>
    public event Action<ObjectKey, InferenceServiceStatus, InferenceServiceStatus>? StatusWritten;

    /// <summary>A user changes a service.</summary>
    public void Change(ObjectKey key, Func<InferenceServiceSpec, InferenceServiceSpec> change) =>
        _services[key] = _services[key] with { Spec = change(_services[key].Spec), Generation = _services[key].Generation + 1, ResourceVersion = ++_version };

    public Fleet Fleet() => new()
    {
        Pools = scenario.Pools,
        Engines = scenario.Engines,
        Nodes = [.. fleet.Nodes.Select(Observe)],
        GpuUses = [.. fleet.Pods.Where(pod => pod.Node is not null).Select(Use)],
    };

    public IReadOnlyList<ObjectKey> Services() => [.. _services.Keys];

    public int UsersOf(string engine) => _services.Count;

    public ServiceView? Service(ObjectKey key) => _services.TryGetValue(key, out var service)
        ? new()
        {
            Service = service,
            Deployments = [.. Owned(key).Where(owned => owned.Key.Kind == "Deployment").Select(owned => Observe(key, owned.Content))],
            Pods = [.. fleet.Of(key).Select(Observe), .. Owned(key).Where(owned => owned.Key.Kind == "Pod").Select(Inspected)],
            Owned = [.. Owned(key)],
        }
        : null;

    public Task<JsonObject?> FindAsync(ManifestKey key, CancellationToken cancellationToken) => Task.FromResult(_objects.GetValueOrDefault(key));

    public Task ApplyAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        _objects[ManifestKey.Of(manifest)] = (JsonObject)manifest.DeepClone();
        return Task.CompletedTask;
    }

    public Task DeleteAsync(LiveManifest manifest, CancellationToken cancellationToken)
    {
        _objects.Remove(manifest.Key);
        return Task.CompletedTask;
    }

    /// <summary>The simulated replicas leave by rules of their own.</summary>
    public Task AnnotatePodAsync(ObjectKey pod, string name, string value, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<PullProgress?> AskPullAsync(string address, CancellationToken cancellationToken) => Task.FromResult<PullProgress?>(null);

    public Task WritePodConditionAsync(ObjectKey pod, PullCondition condition, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<long?> WriteStatusAsync(ManifestKey key, JsonObject status, CancellationToken cancellationToken)
    {
        var service = new ObjectKey(key.Namespace, key.Name);
        if (_services.TryGetValue(service, out var before))
        {
            var after = before with { Status = status.Deserialize<InferenceServiceStatus>(Wire)!, ResourceVersion = ++_version };
            _services[service] = after;
            StatusWritten?.Invoke(service, before.Status, after.Status);
        }
        return Task.FromResult<long?>(_version);
    }

    public Task PublishAsync(ManifestKey about, ClusterEvent @event, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What the Deployment controller does: as many pods as asked for; of a surplus those that start go first, then the youngest.</summary>
    public void RunControllers()
    {
        foreach (var key in _services.Keys)
        {
            var wanted = Owned(key).Where(owned => owned.Key.Kind == "Deployment").ToDictionary(owned => PoolOf(owned.Content), owned => (int)owned.Content["spec"]!["replicas"]!);
            foreach (var pool in fleet.Pools.Select(pool => pool.Name))
            {
                var pods = fleet.Of(key).Where(pod => pod.Pool == pool && pod.TerminatingSince is null).ToList();
                var surplus = pods.Count - wanted.GetValueOrDefault(pool);
                foreach (var pod in pods.OrderBy(pod => pod.Ready).ThenBy(pod => pod.Replica.InFlight).ThenByDescending(pod => pod.CreatedAt).Take(surplus)) fleet.Terminate(pod, time.Seconds);
                for (; surplus < 0; surplus++) fleet.Create(key, pool, time.Seconds);
            }
        }
    }

    private IEnumerable<LiveManifest> Owned(ObjectKey key) =>
        from stored in _objects
        where stored.Key.Namespace == key.Namespace && (string?)stored.Value["metadata"]!["labels"]?[PodLabels.Service] == key.Name
        select new LiveManifest(stored.Key, stored.Value);

    private ObservedDeployment Observe(ObjectKey owner, JsonObject deployment)
    {
        var pods = fleet.Of(owner).Where(pod => pod.Pool == PoolOf(deployment) && pod.TerminatingSince is null).ToList();
        return new()
        {
            Name = (string)deployment["metadata"]!["name"]!,
            Pool = PoolOf(deployment),
            DesiredReplicas = (int)deployment["spec"]!["replicas"]!,
            Replicas = pods.Count,
            UpdatedReplicas = pods.Count,
            ReadyReplicas = pods.Count(pod => pod.Ready),
            RolloutInProgress = Rolling.Contains(owner),
        };
    }

    private static ObservedPod Observe(Pod pod) => new()
    {
        Name = pod.Name,
        Pool = pod.Pool,
        CreatedAt = VirtualTime.At(pod.CreatedAt),
        ReadyAt = pod.Ready ? VirtualTime.At(pod.ReadyAt!.Value) : null,
        Ready = pod.Ready,
        Terminating = pod.TerminatingSince is not null,
        Node = pod.Node?.Name,
        Unschedulable = pod.Node is null ? "Insufficient nvidia.com/gpu." : null,
    };

    private ObservedPod Inspected(LiveManifest pod) => new()
    {
        Name = pod.Key.Name, Pool = "", Inspection = true, CreatedAt = time.GetUtcNow(), Finished = true, Report = new() { Facts = Scenario.AssumedModel },
    };

    private ObservedNode Observe(Node node)
    {
        var pool = fleet.Pools.First(pool => pool.Name == node.Pool);
        return new() { Name = node.Name, Labels = pool.NodeSelector, Usable = true, Allocatable = new Dictionary<string, int> { [pool.GpuResource] = node.Gpus } };
    }

    private ObservedGpuUse Use(Pod pod) => new()
    {
        Node = pod.Node!.Name,
        ResourceName = fleet.Pools.First(pool => pool.Name == pod.Pool).GpuResource,
        Count = scenario.Served(pod.Service).Gpus,
        Service = pod.Service,
        Pool = pod.Pool,
    };

    private static string PoolOf(JsonObject deployment) => (string)deployment["metadata"]!["labels"]![PodLabels.Pool]!;
}
