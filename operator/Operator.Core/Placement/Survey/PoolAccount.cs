using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement.Survey;

/// <summary>The GPUs of one pool while they are being counted.</summary>
internal sealed class PoolAccount(EffectivePool pool)
{
    private readonly List<ObservedNode> nodes = [];
    private readonly List<int> free = [];
    private int bookedGrowth;

    public IReadOnlyList<ObservedNode> Nodes => nodes;

    /// <summary>By usable node. A node that is cordoned or not ready offers nothing, not even what the service holds there: it is about to be lost.</summary>
    public IReadOnlyList<int> Free => free;

    public int Capacity { get; private set; }

    /// <summary>GPUs that others hold or have reserved.</summary>
    public int TakenByOthers { get; private set; }

    public int LargestNode { get; private set; }

    /// <summary>GPUs on nodes that can still be made. Only a cloud makes nodes in the time that placement thinks in.</summary>
    public int Growth => pool.Type == PoolType.Cloud ? Math.Max(0, (pool.MaxGpus ?? 0) - Capacity - bookedGrowth) : 0;

    public void AddNode(ObservedNode node, int takenByOthers)
    {
        var gpus = node.Allocatable.GetValueOrDefault(pool.GpuResource);
        nodes.Add(node);
        Capacity += gpus;
        TakenByOthers += takenByOthers;
        LargestNode = Math.Max(LargestNode, gpus);
        if (node.Usable) free.Add(Math.Max(0, gpus - takenByOthers));
    }

    /// <summary>Books replicas on the fullest node that takes them, then on nodes still to be made. What fits nowhere will not start and books nothing.</summary>
    public void Book(int replicas, int gpus)
    {
        for (var replica = 0; replica < replicas; replica++)
        {
            var fitting = free.Where(count => count >= gpus).ToList();
            if (fitting.Count > 0) free[free.IndexOf(fitting.Min())] -= gpus;
            else if (Growth >= gpus) bookedGrowth += gpus;
            else return;
            TakenByOthers += gpus;
        }
    }
}
