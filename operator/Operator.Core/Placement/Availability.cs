using System.Globalization;
using InferOps.Operator.Core.Placement.Filters;

namespace InferOps.Operator.Core.Placement;

/// <summary>How many replicas a permitted pool can hold now, and what stops it from holding more.</summary>
/// <param name="Limit">Why there cannot be more than <paramref name="Replicas"/>.</param>
internal sealed record Availability(int Replicas, Rejection Limit)
{
    public static Availability Of(PoolCandidate pool, PlacementRequest request)
    {
        var gpus = request.Footprint.Gpus;
        var room = pool.RoomFor(gpus);
        if (room == 0 && pool.MatchingNodes == 0)
            return new(0, new(PlacementReasons.NoNodes, $"nodeSelector {Selector(pool)} matches no node{Growth(pool)}"));
        if (room == 0 && pool.CapacityGpus == 0)
            return new(0, new(PlacementReasons.NoGpusOnNodes, $"its nodes offer no {pool.Pool.GpuResource}; check the device plugin"));
        if (pool.IsCoolingDown(request.Now))
            return new(Math.Min(room, pool.Holding.Ready), Cooling(pool.CoolDown!));
        if (pool.Yield is { } yielded) return new(room, new(PlacementReasons.YieldedGpus, yielded.Why));
        return new(room, new(PlacementReasons.NoFreeGpus, $"has no node with {gpus} free GPU{(gpus == 1 ? "" : "s")} left{Ceiling(pool)}"));
    }

    private static Rejection Cooling(CoolDown coolDown) => new(coolDown.Reason,
        string.Create(CultureInfo.InvariantCulture, $"takes no new replica until {coolDown.Until.UtcDateTime:HH:mm:ss} UTC: {coolDown.Cause}"));

    private static string Selector(PoolCandidate pool) =>
        string.Join(",", pool.Pool.NodeSelector.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private static string Growth(PoolCandidate pool) =>
        pool.Pool is { Type: Services.PoolType.Cloud, MaxGpus: null } ? "; set capacity.maxGpus if nodes are made on demand" : "";

    private static string Ceiling(PoolCandidate pool) => pool.Pool.MaxGpus is { } max ? $"; capacity.maxGpus is {max}" : "";
}
