using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>What is to be said of one condition.</summary>
/// <param name="Permanent">True: waiting will not help; a human is needed.</param>
internal sealed record Finding(ConditionStatus Status, string Reason, string Message, bool Permanent = false)
{
    public static Finding True(string reason, string message) => new(ConditionStatus.True, reason, message);

    public static Finding False(string reason, string message, bool permanent = false) => new(ConditionStatus.False, reason, message, permanent);

    public static Finding Unknown(string reason, string message) => new(ConditionStatus.Unknown, reason, message);
}

internal static class ConditionList
{
    /// <summary>Conditions in a fixed order. The time of a transition is kept while the status is the same, whatever its reason.</summary>
    public static IReadOnlyList<Condition> Continue(IReadOnlyList<Condition>? previous, IEnumerable<(string Type, Finding Finding)> findings, long generation, DateTimeOffset now) =>
    [
        .. findings.Select(item => new Condition
        {
            Type = item.Type,
            Status = item.Finding.Status,
            Reason = item.Finding.Reason,
            Message = item.Finding.Message,
            ObservedGeneration = generation,
            LastTransitionTime = previous?.FirstOrDefault(condition => condition.Type == item.Type) is { } before && before.Status == item.Finding.Status
                ? before.LastTransitionTime
                : WholeSeconds(now),
        }),
    ];

    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), time.Offset);
}
