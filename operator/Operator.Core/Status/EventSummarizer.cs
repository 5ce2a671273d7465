using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>One event for each thing that changed between two statuses; none for what stayed.</summary>
internal static class EventSummarizer
{
    /// <summary>Condition, from, to → event. A condition that appears for the first time comes from <c>Unknown</c>.</summary>
    private static readonly (string Type, ConditionStatus From, ConditionStatus To, bool Warning, string Reason)[] Transitions =
    [
        (ConditionTypes.SpecValid, ConditionStatus.True, ConditionStatus.False, true, EventReasons.SpecRejected),
        (ConditionTypes.SpecValid, ConditionStatus.Unknown, ConditionStatus.False, true, EventReasons.SpecRejected),
        (ConditionTypes.SpecValid, ConditionStatus.False, ConditionStatus.True, false, EventReasons.SpecAccepted),
        (ConditionTypes.Placed, ConditionStatus.True, ConditionStatus.False, true, EventReasons.PlacementFailed),
        (ConditionTypes.Placed, ConditionStatus.Unknown, ConditionStatus.False, true, EventReasons.PlacementFailed),
        (ConditionTypes.MetricsAvailable, ConditionStatus.True, ConditionStatus.False, true, EventReasons.MetricsLost),
        (ConditionTypes.MetricsAvailable, ConditionStatus.Unknown, ConditionStatus.False, true, EventReasons.MetricsLost),
        (ConditionTypes.MetricsAvailable, ConditionStatus.False, ConditionStatus.True, false, EventReasons.MetricsRecovered),
        (ConditionTypes.Ready, ConditionStatus.False, ConditionStatus.True, false, EventReasons.BecameReady),
        (ConditionTypes.Ready, ConditionStatus.Unknown, ConditionStatus.True, false, EventReasons.BecameReady),
        (ConditionTypes.Ready, ConditionStatus.True, ConditionStatus.False, true, EventReasons.BecameUnready),
        (ConditionTypes.Stalled, ConditionStatus.False, ConditionStatus.True, true, EventReasons.Stalled),
        (ConditionTypes.Stalled, ConditionStatus.Unknown, ConditionStatus.True, true, EventReasons.Stalled),
        (ConditionTypes.Stalled, ConditionStatus.True, ConditionStatus.False, false, EventReasons.Resumed),
    ];

    public static IReadOnlyList<ServiceEvent> Summarize(InferenceServiceStatus before, InferenceServiceStatus after) =>
        [.. Model(before, after), .. Scaling(before, after), .. Conditions(before, after), .. Refusals(before, after), .. Advice(before, after)];

    private static IEnumerable<ServiceEvent> Model(InferenceServiceStatus before, InferenceServiceStatus after)
    {
        if (after.Model is { Source: { } source } model && before.Model?.Source != source)
            yield return new(false, EventReasons.ModelRead, $"{model.Architecture} {model.Quantization ?? model.Format}, a replica needs {model.GpuMemory?.Text ?? "an unknown amount"} of GPU memory.");
    }

    private static IEnumerable<ServiceEvent> Scaling(InferenceServiceStatus before, InferenceServiceStatus after)
    {
        if (after.Scaling?.History is not [var newest, ..] || before.Scaling?.History is [var known, ..] && known == newest) yield break;
        if (newest.From != newest.To) yield return new(false, newest.Reason, $"{newest.From} to {newest.To} replicas. {newest.Message}");
        if (newest.Pools is not { Count: > 0 } pools) yield break;
        var moved = pools.Any(pool => pool.To > pool.From) && pools.Any(pool => pool.To < pool.From);
        yield return new(false, moved ? EventReasons.Moved : EventReasons.Placed, $"Replicas by pool: {DecisionSummarizer.Describe(pools)}.");
    }

    /// <summary>A refusal is told once, however often the write is tried again.</summary>
    private static IEnumerable<ServiceEvent> Refusals(InferenceServiceStatus before, InferenceServiceStatus after) =>
        from condition in after.Conditions ?? []
        where condition is { Type: ConditionTypes.Available, Reason: Reasons.ApplyRefused }
        where before.Conditions?.FirstOrDefault(other => other.Type == condition.Type) is not { } earlier || earlier.Message != condition.Message
        select new ServiceEvent(true, EventReasons.ApplyRefused, condition.Message);

    /// <summary>Numbers that move are no news; another action, or another number of GPUs, is.</summary>
    private static IEnumerable<ServiceEvent> Advice(InferenceServiceStatus before, InferenceServiceStatus after) =>
        from advice in after.Advice ?? []
        where !(before.Advice ?? []).Any(known => known.Pool == advice.Pool && known.Action == advice.Action && known.Gpus == advice.Gpus)
        select new ServiceEvent(false, EventReasons.CommitmentAdvised, advice.Message);

    private static IEnumerable<ServiceEvent> Conditions(InferenceServiceStatus before, InferenceServiceStatus after) =>
        from condition in after.Conditions ?? []
        let earlier = before.Conditions?.FirstOrDefault(other => other.Type == condition.Type)?.Status ?? ConditionStatus.Unknown
        from transition in Transitions
        where transition.Type == condition.Type && transition.From == earlier && transition.To == condition.Status
        select new ServiceEvent(transition.Warning, transition.Reason, $"{condition.Reason}: {condition.Message}");
}
