using System.Globalization;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement.Survey;

/// <summary>The GPUs of one pool: what its nodes hold, who took what, and what is reserved without a node yet.</summary>
internal sealed class PoolAccount
{
    // Labels of NVIDIA's GPU feature discovery; memory is in MiB.
    private const string ProductLabel = "nvidia.com/gpu.product";
    private const string MemoryLabel = "nvidia.com/gpu.memory";
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>By node: its free GPUs, below zero where more are taken than it offers; null where nothing may start.</summary>
    private readonly int?[] _free;
    private readonly int[] _nodesByFree;
    private readonly SortedList<int, int> _reserved;

    /// <param name="nodes">The pool's own. One that is cordoned or not ready offers nothing, not even what a service holds there: it is about to be lost.</param>
    public PoolAccount(EffectivePool pool, IReadOnlyList<ObservedNode> nodes)
    {
        Pool = pool;
        Nodes = nodes.Count;
        var gpus = nodes.Select(node => node.Allocatable.GetValueOrDefault(pool.GpuResource)).ToArray();
        CapacityGpus = gpus.Sum();
        LargestNode = gpus.DefaultIfEmpty().Max();
        Products = pool.GpuProduct is { } product ? [product] : Values(nodes, ProductLabel);
        Domains = Values(nodes, ZoneLabel) is { Count: > 0 } zones ? zones : pool.Regions;
        MemoryBytes = pool.GpuMemoryBytes ?? nodes.Select(Memory).Min();
        _free = [.. nodes.Select((node, index) => node.Usable ? gpus[index] : (int?)null)];
        _nodesByFree = new int[LargestNode + 1];
        foreach (var free in _free.OfType<int>()) _nodesByFree[free]++;
        _reserved = new(Comparer<int>.Create((one, other) => other.CompareTo(one)));
    }

    private PoolAccount(PoolAccount other)
    {
        (Pool, Nodes, CapacityGpus, LargestNode, Products, Domains, MemoryBytes, Taken) = (other.Pool, other.Nodes, other.CapacityGpus, other.LargestNode, other.Products, other.Domains, other.MemoryBytes, other.Taken);
        (_free, _nodesByFree, _reserved) = ([.. other._free], [.. other._nodesByFree], new(other._reserved, other._reserved.Comparer));
    }

    public EffectivePool Pool { get; }

    public int Nodes { get; }

    public int CapacityGpus { get; }

    public int LargestNode { get; }

    public IReadOnlyList<string> Products { get; }

    /// <summary>Zones of the nodes; where they tell none, the pool's regions.</summary>
    public IReadOnlyList<string> Domains { get; }

    public long? MemoryBytes { get; }

    /// <summary>GPUs in use, on unusable nodes too.</summary>
    public int Taken { get; private set; }

    /// <summary>GPUs that are held as warm spares, and free for whoever needs them.</summary>
    public int Spare { get; set; }

    /// <summary>GPUs whose pods are more than their service wants, and go.</summary>
    public int Leaving { get; set; }

    public PoolAccount Copy() => new(this);

    /// <param name="gpus">Below zero: given back.</param>
    public void Take(int node, int gpus)
    {
        Taken += gpus;
        if (_free[node] is not { } before) return;
        _nodesByFree[Math.Max(0, before)]--;
        _nodesByFree[Math.Clamp(before - gpus, 0, LargestNode)]++;
        _free[node] = before - gpus;
    }

    /// <param name="replicas">Below zero: given back.</param>
    public void Reserve(int gpus, int replicas) => _reserved[gpus] = _reserved.GetValueOrDefault(gpus) + replicas;

    /// <summary>What is left after every reservation found its node: large replicas first, for they are the hardest to fit. One that fits nowhere will not start and takes nothing.</summary>
    public (GpuRoom Room, int Taken) Left()
    {
        var nodes = (int[])_nodesByFree.Clone();
        // Only a cloud makes nodes in the time that placement thinks in.
        var growth = Pool.Type == PoolType.Cloud ? Math.Max(0, (Pool.MaxGpus ?? 0) - CapacityGpus) : 0;
        var taken = Taken;
        foreach (var (gpus, replicas) in _reserved)
        {
            if (replicas <= 0) continue;
            var homeless = Fit(nodes, gpus, replicas);
            var made = Math.Min(homeless, growth / gpus);
            growth -= made * gpus;
            taken += (replicas - homeless + made) * gpus;
        }
        return (new(nodes, growth, Math.Max(LargestNode, Pool.GpusPerNode ?? 0), Pool.MaxGpus is { } max ? Math.Max(0, max - taken) : null), taken);
    }

    /// <summary>Puts replicas on the fullest nodes that take them.</summary>
    /// <returns>Replicas that fit nowhere.</returns>
    private static int Fit(int[] nodesByFree, int gpus, int replicas)
    {
        for (var free = gpus; free < nodesByFree.Length && replicas > 0; free++)
        {
            var each = free / gpus;
            var filled = Math.Min(nodesByFree[free], replicas / each);
            nodesByFree[free] -= filled;
            nodesByFree[free % gpus] += filled;
            replicas -= filled * each;
            if (nodesByFree[free] == 0 || replicas == 0) continue;
            nodesByFree[free]--;
            nodesByFree[free - (replicas * gpus)]++;
            replicas = 0;
        }
        return replicas;
    }

    private static IReadOnlyList<string> Values(IReadOnlyList<ObservedNode> nodes, string label) =>
        [.. nodes.Select(node => node.Labels.GetValueOrDefault(label)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static long? Memory(ObservedNode node) =>
        long.TryParse(node.Labels.GetValueOrDefault(MemoryLabel), NumberStyles.None, CultureInfo.InvariantCulture, out var mebi) ? mebi << 20 : null;
}
