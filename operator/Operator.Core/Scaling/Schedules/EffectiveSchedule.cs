using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Scaling.Schedules;

/// <summary>At least so many replicas from each time of <paramref name="Start"/> on, for <paramref name="Duration"/> of elapsed time.</summary>
public sealed record EffectiveSchedule(Cron Start, TimeZoneInfo Zone, TimeSpan Duration, int MinReplicas)
{
    public bool IsActive(DateTimeOffset now) => Start.Last(now, Duration, Zone) is not null;

    internal static EffectiveSchedule Resolve(ScheduleSpec schedule) =>
        new(Cron.Parse(schedule.Start ?? ""), TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone ?? "UTC"), schedule.Duration?.ToTimeSpan() ?? TimeSpan.Zero, schedule.MinReplicas ?? 0);
}
