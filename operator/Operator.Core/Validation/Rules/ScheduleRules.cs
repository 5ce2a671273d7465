using InferOps.Operator.Core.Scaling.Schedules;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>Scheduled minimums: cron expressions and time zones that exist.</summary>
internal static class ScheduleRules
{
    private const string Field = "spec.scaling.schedules";
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        foreach (var (index, schedule) in (spec.Scaling?.Schedules ?? []).Index())
        {
            var field = $"{Field}[{index}]";
            CheckStart($"{field}.start", schedule.Start, violations);
            if (schedule.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
                violations.Add($"{field}.timeZone", ValidationReasons.UnknownTimeZone, $"'{zone}' is not a time zone here; write one like Europe/Berlin, or leave it out for UTC");
            if (schedule.Duration is null) violations.Required($"{field}.duration", null, "is missing; write how long the minimum holds, such as 10h");
            violations.Duration($"{field}.duration", schedule.Duration, TimeSpan.FromMinutes(1), Week);
            if (schedule.MinReplicas is null) violations.Required($"{field}.minReplicas", null, "is missing; write how many replicas there are to be at least");
            violations.Range($"{field}.minReplicas", schedule.MinReplicas, 1, ReplicaRules.MaxReplicas);
            if (schedule.MinReplicas > spec.Scaling?.MaxReplicas)
                violations.Add($"{field}.minReplicas", ValidationReasons.MinReplicasAboveMax, $"is {schedule.MinReplicas}, above maxReplicas {spec.Scaling!.MaxReplicas}; raise maxReplicas or lower minReplicas");
        }
    }

    private static void CheckStart(string field, string? start, ViolationList violations)
    {
        try
        {
            Cron.Parse(start ?? "");
        }
        catch (FormatException wrong)
        {
            violations.Add(field, ValidationReasons.InvalidSchedule, wrong.Message);
        }
    }
}
