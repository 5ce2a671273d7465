using System.Globalization;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement.Survey;

/// <summary>Joins a pool's spec with what its nodes show. The spec goes first where both speak.</summary>
internal static class CandidateBuilder
{
    /// <summary>Labels of NVIDIA's GPU feature discovery; memory is in MiB.</summary>
    private const string ProductLabel = "nvidia.com/gpu.product";
    private const string MemoryLabel = "nvidia.com/gpu.memory";

    public static PoolCandidate Build(EffectivePool pool, GpuLedger ledger, PoolSurveyInput input)
    {
        var account = ledger[pool];
        return new()
        {
            Pool = pool,
            MatchingNodes = account.Nodes.Count,
            CapacityGpus = account.Capacity,
            FreeGpus = account.Free,
            GrowthGpus = account.Growth,
            GpusPerNode = Math.Max(account.LargestNode, pool.GpusPerNode ?? 0),
            GpuLimit = pool.MaxGpus is { } max ? Math.Max(0, max - account.TakenByOthers) : null,
            CommittedGpus = Math.Max(0, (pool.CommittedGpus ?? account.Capacity) - account.TakenByOthers),
            ReclaimableGpus = input.ReclaimableGpus.GetValueOrDefault(pool.Name),
            Products = pool.GpuProduct is { } product ? [product] : ProductsOf(account.Nodes),
            GpuMemoryBytes = pool.GpuMemoryBytes ?? SmallestMemory(account.Nodes),
            Speed = input.Speeds.TryGetValue(pool.Name, out var speed) && speed > 0 ? Math.Round((decimal)speed, 3) : 1,
            Holding = input.Holdings.GetValueOrDefault(pool.Name),
            CoolDown = input.CoolDowns.Where(coolDown => coolDown.Pool == pool.Name).MaxBy(coolDown => coolDown.Until),
        };
    }

    private static List<string> ProductsOf(IEnumerable<ObservedNode> nodes) =>
        [.. nodes.Select(node => node.Labels.GetValueOrDefault(ProductLabel)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static long? SmallestMemory(IEnumerable<ObservedNode> nodes) =>
        nodes.Select(node => long.TryParse(node.Labels.GetValueOrDefault(MemoryLabel), NumberStyles.None, CultureInfo.InvariantCulture, out var mebi) ? mebi << 20 : (long?)null)
            .Min();
}
