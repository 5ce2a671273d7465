using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>Keeps the last decision and the last ten changes. A decision that repeats itself is not written again.</summary>
internal static class DecisionSummarizer
{
    public const string Moved = EventReasons.Moved;

    private const int Kept = 10;

    /// <summary>How often the same numbers may get another explanation: near a threshold the limits alternate with every sample.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    public static ScalingStatus? Summarize(StatusInput input, PlacementStatus? placement)
    {
        var previous = input.Previous.Scaling;
        if (input.Decision is not { } decision) return previous;
        var from = input.Previous.DesiredReplicas ?? 0;
        var pools = Changes(input.Previous.Placement?.Pools ?? [], placement?.Pools ?? []);
        var record = Record(input, decision, from, pools);
        var moved = pools.Count > 0 || from != decision.Replicas;
        return new ScalingStatus
        {
            LastDecision = Repeats(previous?.LastDecision, record, moved) || (input.NotAskedYet && previous?.LastDecision?.To == record.To && !moved) ? previous!.LastDecision : record,
            History = moved ? [.. new[] { from == decision.Replicas ? AsMove(record) : record }.Concat(previous?.History ?? []).Take(Kept)] : previous?.History,
            LearnedCapacity = Learned(input),
        };
    }

    private static LearnedCapacityStatus? Learned(StatusInput input)
    {
        var previous = input.Previous.Scaling?.LearnedCapacity;
        if (input.Spec?.Scaling is { PromptTokensPerSecond: not null } or { GeneratedTokensPerSecond: not null }) return null;
        if (input.Learned is not { Of: { } of, Learned: { } capacity }) return previous;
        var before = previous?.Of == of ? previous : null;
        return new()
        {
            Of = of,
            PromptTokensPerSecond = ThroughputSummarizer.Settle(before?.PromptTokensPerSecond, capacity.Prompt ?? 0),
            GeneratedTokensPerSecond = ThroughputSummarizer.Settle(before?.GeneratedTokensPerSecond, capacity.Generated ?? 0),
        };
    }

    private static bool Repeats(ScalingRecord? last, ScalingRecord record, bool moved)
    {
        if (last is null || moved || last.To != record.To || last.Reason != record.Reason) return false;
        var explained = (last.LimitedBy ?? []).SequenceEqual(record.LimitedBy ?? []) && (record.Reason != ScalingReasons.Held || last.Message == record.Message);
        return explained || record.Time - last.Time < Settled;
    }

    private static ScalingRecord Record(StatusInput input, ScalingDecision decision, int from, IReadOnlyList<PoolChange> pools) => new()
    {
        Time = ConditionList.WholeSeconds(input.Now),
        Reason = decision.Reason,
        Message = decision.Message,
        From = from,
        To = decision.Replicas,
        Demand = decision.Demand is { } demand and < 1e9 ? Amount.From((decimal)demand) : default(Amount?),
        LimitedBy = decision.LimitedBy.Count == 0 ? null : decision.LimitedBy,
        Pools = pools.Count == 0 ? null : pools,
    };

    private static ScalingRecord AsMove(ScalingRecord record) => record with
    {
        Reason = Moved,
        Message = $"Replicas are placed differently: {Describe(record.Pools ?? [])}.",
        LimitedBy = null,
    };

    public static string Describe(IEnumerable<PoolChange> pools) => string.Join(", ", pools.Select(pool => $"{pool.Name} {pool.From} to {pool.To}"));

    private static IReadOnlyList<PoolChange> Changes(IReadOnlyList<PoolPlacement> before, IReadOnlyList<PoolPlacement> after) =>
    [
        .. before.Concat(after).Select(pool => pool.Name).Distinct(StringComparer.Ordinal)
            .Select(name => new PoolChange { Name = name, From = Desired(before, name), To = Desired(after, name) })
            .Where(change => change.From != change.To),
    ];

    private static int Desired(IReadOnlyList<PoolPlacement> pools, string name) => pools.FirstOrDefault(pool => pool.Name == name)?.Desired ?? 0;
}
