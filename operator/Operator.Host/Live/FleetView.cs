using System.Collections.Immutable;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation;

namespace InferOps.Operator.Host.Live;

/// <summary>What every decision shares, as the watches show it. The same value until one of them shows something new: what is derived from it is derived once.</summary>
internal sealed class FleetView(
    WatchCache<Entities.V1Alpha1ComputePool, PoolEntity> pools, WatchCache<Entities.V1Alpha1InferenceEngine, EngineEntity> engines,
    WatchCache<LiveNode, ObservedNode> nodes, WatchCache<LivePod, PodView> pods)
{
    private volatile Seen? _seen;

    public Fleet Now()
    {
        var now = new Snapshots(pools.Snapshot.Items, engines.Snapshot.Items, nodes.Snapshot.Items, pods.Snapshot.Items);
        if (_seen is { } seen && seen.Snapshots == now) return seen.Fleet;
        var fleet = new Fleet
        {
            Pools = [.. now.Pools.Values.Select(pool => pool.Observed).OrderBy(pool => pool.Name, StringComparer.Ordinal)],
            Engines = [.. now.Engines.Values.Select(engine => engine.Observed).OrderBy(engine => engine.Name, StringComparer.Ordinal)],
            Nodes = [.. now.Nodes.Values],
            GpuUses = [.. now.Pods.Values.SelectMany(pod => pod.GpuUses)],
        };
        _seen = new(now, fleet);
        return fleet;
    }

    /// <summary>Immutable dictionaries compare by identity, which is what tells a new observation.</summary>
    private sealed record Snapshots(
        ImmutableDictionary<ObjectKey, PoolEntity> Pools, ImmutableDictionary<ObjectKey, EngineEntity> Engines,
        ImmutableDictionary<ObjectKey, ObservedNode> Nodes, ImmutableDictionary<ObjectKey, PodView> Pods);

    private sealed record Seen(Snapshots Snapshots, Fleet Fleet);
}
