namespace InferOps.Operator.Core.Placement;

/// <summary>What others leave of a pool's GPUs, what the service itself holds there included.</summary>
/// <param name="NodesByFree">Usable nodes by their free GPUs: nodes with none first. A replica needs all of its GPUs on one node.</param>
/// <param name="Growth">GPUs on nodes that do not exist yet and can be had: Cloud only.</param>
/// <param name="PerNode">GPUs of the largest node, present or to be made; 0: not known before the first node is there.</param>
/// <param name="Limit">GPUs that all other users leave within <c>capacity.maxGpus</c>; null: no limit but the nodes.</param>
public sealed record GpuRoom(IReadOnlyList<int> NodesByFree, int Growth, int PerNode, int? Limit)
{
    public static GpuRoom None { get; } = new([], 0, 0, null);

    /// <summary>Replicas of <paramref name="gpus"/> GPUs that fit.</summary>
    public int For(int gpus)
    {
        var present = 0;
        for (var free = gpus; free < NodesByFree.Count; free++) present += NodesByFree[free] * (free / gpus);
        var grown = PerNode == 0 ? Growth / gpus : Growth / PerNode * (PerNode / gpus);
        return Math.Min(present + grown, Limit is { } limit ? limit / gpus : int.MaxValue);
    }
}
