using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Status;

/// <summary>What a ComputePool's status is made from.</summary>
/// <param name="Nodes">Every node of the cluster; the pool's own are picked by its selector.</param>
/// <param name="Services">InferenceServices with replicas here.</param>
public sealed record PoolStatusInput(
    DateTimeOffset Now, ObservedPool Pool, IReadOnlyList<Violation> Violations, IReadOnlyList<ObservedNode> Nodes, IReadOnlyList<ObservedGpuUse> GpuUses, int Services);

public static class PoolStatusSummarizer
{
    public static ComputePoolStatus Summarize(PoolStatusInput input)
    {
        if (input.Violations.Count > 0) return Build(input, SpecValidSummarizer.Summarize(input.Violations));
        var pool = EffectivePool.Resolve(input.Pool);
        var nodes = input.Nodes.Where(node => pool.Selects(node)).ToList();
        var names = nodes.Select(node => node.Name).ToHashSet(StringComparer.Ordinal);
        var capacity = nodes.Sum(node => node.Allocatable.GetValueOrDefault(pool.GpuResource));
        var allocated = input.GpuUses.Where(use => use.ResourceName == pool.GpuResource && names.Contains(use.Node)).Sum(use => use.Count);
        return Build(input, Ready(pool, nodes.Count, capacity)) with
        {
            Nodes = nodes.Count,
            Gpus = new PoolGpuStatus { Capacity = capacity, Allocated = allocated, Free = Math.Max(0, capacity - allocated) },
            HourlyCost = Amount.From(Costs.Full(pool) * PaidFor(pool, capacity, input.Now)),
        };
    }

    /// <summary>Committed GPUs are paid for whether their nodes are there or not; beyond them, nodes are paid for while they are there.</summary>
    private static int PaidFor(EffectivePool pool, int capacity, DateTimeOffset now) =>
        Costs.IsCommitted(pool, now) ? Math.Max(capacity, pool.CommittedGpus ?? 0) : capacity;

    private static Finding Ready(EffectivePool pool, int nodes, int gpus)
    {
        if (nodes == 0 && pool.Type == PoolType.Cloud && pool.MaxGpus > 0) return Finding.True(Reasons.NoNodesYet, "No node exists; the first replica asks for one.");
        if (nodes == 0) return Finding.False(Reasons.NoNodes, $"spec.nodeSelector matches no node ({string.Join(", ", pool.NodeSelector.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal))}).");
        return gpus > 0
            ? Finding.True(Reasons.Ready, "Nodes with GPUs are there.")
            : Finding.False(Reasons.NoGpusOnNodes, $"The pool's nodes offer no {pool.GpuResource}; check that the device plugin runs there.");
    }

    private static ComputePoolStatus Build(PoolStatusInput input, Finding ready) => new()
    {
        ObservedGeneration = input.Pool.Generation,
        Conditions = ConditionList.Continue(input.Pool.Status.Conditions, [(ConditionTypes.Ready, ready)], input.Pool.Generation, input.Now),
        Services = input.Services,
    };
}
