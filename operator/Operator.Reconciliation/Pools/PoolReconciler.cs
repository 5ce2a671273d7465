using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Reconciliation.Services;

namespace InferOps.Operator.Reconciliation.Pools;

/// <summary>Keeps the status of a ComputePool current.</summary>
public sealed class PoolReconciler(IClusterApi cluster, TimeProvider time)
{
    private const string Kind = "ComputePool";

    /// <returns>When to look again if nothing happens before.</returns>
    public async Task<TimeSpan> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        var fleet = cluster.Fleet();
        if (fleet.Pools.FirstOrDefault(pool => pool.Name == name) is not { } pool) return Rhythm.Resync;
        var services = fleet.GpuUses.Where(use => use.Pool == name).Select(use => use.Service).Distinct().Count();
        var status = PoolStatusSummarizer.Summarize(new(time.GetUtcNow(), pool, ComputePoolValidator.Validate(pool.Spec), fleet.Nodes, fleet.GpuUses, services));
        var (before, after) = (StatusJson.Of(pool.Status), StatusJson.Of(status));
        if (!JsonNode.DeepEquals(before, after)) await cluster.WriteStatusAsync(new(Api.GroupVersion, Kind, "", name), after, cancellationToken);
        return Rhythm.Resync;
    }
}
