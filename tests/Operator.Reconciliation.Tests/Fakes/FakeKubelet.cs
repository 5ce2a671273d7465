using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Reconciliation.Tests.Fakes;

/// <summary>Everything between a Deployment and its running pods.</summary>
internal sealed class FakeKubelet(TimeProvider time)
{
    private readonly Dictionary<(ObjectKey Owner, string Name), ObservedPod> _pods = [];
    private int _made;

    /// <summary>What an inspection pod ends with; null: it does not end.</summary>
    public ModelReport? Report { get; set; } = new() { Facts = Facts };

    /// <summary>Whether replicas start on a pool.</summary>
    public Func<string, bool> BecomesReady { get; set; } = _ => true;

    /// <summary>False: pods are made and get no node.</summary>
    public bool Binds { get; set; } = true;

    /// <summary>Replicas that a ResourceQuota permits in all namespaces together; null: any number.</summary>
    public int? Quota { get; set; }

    public static ModelFacts Facts { get; } = new()
    {
        Format = "gguf", Architecture = "llama", Quantization = "F16", WeightBytes = 1L << 30, FileBytes = 1L << 30, ContextLength = 2048, KvBytesPerToken = 1024,
    };

    public IReadOnlyList<ObservedPod> PodsOf(ObjectKey owner) => [.. _pods.Where(pod => pod.Key.Owner == owner).Select(pod => pod.Value)];

    public IReadOnlyList<ObservedGpuUse> GpuUses() =>
    [
        .. from pod in _pods
           where pod.Value is { Inspection: false, Node: not null }
           select new ObservedGpuUse { Node = pod.Value.Node!, ResourceName = "nvidia.com/gpu", Count = 1, Service = pod.Key.Owner, Pool = pod.Value.Pool },
    ];

    /// <summary>Pods of lower cost leave first.</summary>
    public void Cost(ObjectKey pod, int cost)
    {
        var key = _pods.Keys.Single(key => key.Name == pod.Name && key.Owner.Namespace == pod.Namespace);
        _pods[key] = _pods[key] with { DeletionCost = cost };
    }

    /// <summary>Something of a pod becomes another.</summary>
    public void Change(ObjectKey pod, Func<ObservedPod, ObservedPod> change)
    {
        var key = _pods.Keys.Single(key => key.Name == pod.Name && key.Owner.Namespace == pod.Namespace);
        _pods[key] = change(_pods[key]);
    }

    /// <returns>True: a pod came, went or became ready.</returns>
    public bool Run(IEnumerable<JsonObject> objects)
    {
        var before = _pods.ToDictionary();
        var manifests = objects.ToList();
        var deployments = manifests.Where(manifest => (string?)manifest["kind"] == "Deployment").ToDictionary(manifest => (Owner(manifest), Pool(manifest)));
        var inspections = manifests.Where(manifest => (string?)manifest["kind"] == "Pod").ToDictionary(manifest => (Owner(manifest), Name(manifest)));
        foreach (var gone in _pods.Where(pod => pod.Value.Inspection ? !inspections.ContainsKey(pod.Key) : !deployments.ContainsKey((pod.Key.Owner, pod.Value.Pool))).ToList())
            _pods.Remove(gone.Key);
        foreach (var key in inspections.Keys) Inspect(key);
        foreach (var ((owner, pool), manifest) in deployments) Scale(owner, pool, (int)manifest["spec"]!["replicas"]!);
        return !before.OrderBy(pod => pod.Key.Name).SequenceEqual(_pods.OrderBy(pod => pod.Key.Name));
    }

    private void Inspect((ObjectKey Owner, string Name) key)
    {
        var created = _pods.GetValueOrDefault(key)?.CreatedAt ?? time.GetUtcNow();
        _pods[key] = new() { Name = key.Name, Pool = "", Inspection = true, CreatedAt = created, Finished = Report is not null, Report = Report };
    }

    private void Scale(ObjectKey owner, string pool, int replicas)
    {
        var present = _pods.Where(pod => pod.Key.Owner == owner && pod.Value.Pool == pool).OrderByDescending(pod => pod.Value.DeletionCost).Select(pod => pod.Key).ToList();
        foreach (var surplus in present.Skip(replicas)) _pods.Remove(surplus);
        while (present.Count < replicas && !(_pods.Values.Count(pod => !pod.Inspection) >= Quota))
        {
            var name = $"{owner.Name}-{pool}-{_made++:000}";
            _pods[(owner, name)] = new() { Name = name, Pool = pool, CreatedAt = time.GetUtcNow() };
            present.Add((owner, name));
        }
        foreach (var key in present.Take(replicas).Where(key => !_pods[key].Ready))
        {
            _pods[key] = _pods[key] with { Node = Binds ? $"{pool}-1" : null };
            if (Binds && BecomesReady(pool)) _pods[key] = _pods[key] with { Ready = true, ReadyAt = time.GetUtcNow() };
        }
    }

    private static ObjectKey Owner(JsonObject manifest) => new((string)manifest["metadata"]!["namespace"]!, (string)manifest["metadata"]!["labels"]![PodLabels.Service]!);

    private static string Pool(JsonObject manifest) => (string)manifest["metadata"]!["labels"]![PodLabels.Pool]!;

    private static string Name(JsonObject manifest) => (string)manifest["metadata"]!["name"]!;
}
