using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Advice;

/// <summary>The pools that a service may use, full or not, as its last placement found them.</summary>
internal static class OpenPools
{
    /// <summary>Why a pool that a service may use was not used. With any other reason, no GPU added there would ever serve it.</summary>
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        PlacementReasons.NoNodes, PlacementReasons.NoGpusOnNodes, PlacementReasons.CoolingDown, PlacementReasons.QuotaExceeded, PlacementReasons.NoFreeGpus, PlacementReasons.YieldedGpus,
        PlacementReasons.MaxHourlyCostReached, PlacementReasons.MaxSpotShareReached, PlacementReasons.AwaitingMove, PlacementReasons.NotNeeded,
    };

    public static IReadOnlySet<string> Of(PlacementStatus placement)
    {
        var open = (placement.Pools ?? []).Select(pool => pool.Name).ToHashSet(StringComparer.Ordinal);
        open.UnionWith((placement.Rejected ?? []).Where(pool => Passing.Contains(pool.Reason)).Select(pool => pool.Name));
        return open;
    }
}
