namespace InferOps.Operator.Core.Scaling.Schedules;

/// <summary>Minutes of local time as crontab(5) writes them: minute, hour, day of month, month, day of week.</summary>
/// <remarks>Where both days are restricted, either will do, as in crontab. A local time that a clock change leaves out happens when the clock has been changed; one
/// that a change repeats happens the first time.</remarks>
public sealed class Cron
{
    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;

    private Cron(string[] fields)
    {
        _minutes = CronField.Parse("minute", fields[0], 0, 59);
        _hours = CronField.Parse("hour", fields[1], 0, 23);
        _days = CronField.Parse("day of month", fields[2], 1, 31);
        _months = CronField.Parse("month", fields[3], 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);
        _weekdays = CronField.Parse("day of week", fields[4], 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);
    }

    /// <exception cref="FormatException">The message says what is wrong, to whoever wrote it.</exception>
    public static Cron Parse(string text)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Length == 5 ? new Cron(fields) : throw new FormatException("needs five fields: minute, hour, day of month, month, day of week, such as 0 8 * * MON-FRI");
    }

    /// <summary>The last time it happened, no later than <paramref name="now"/> and within <paramref name="span"/> before; null: not in that span.</summary>
    public DateTimeOffset? Last(DateTimeOffset now, TimeSpan span, TimeZoneInfo zone)
    {
        var earliest = now - span;
        // Clock changes move local time by hours at most.
        var first = TimeZoneInfo.ConvertTime(earliest, zone).Date.AddDays(-1);
        for (var day = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(1); day >= first; day = day.AddDays(-1))
        {
            if (!Includes(day)) continue;
            var found = Times(day).Select(time => Instant(time, zone)).Where(instant => instant <= now).Select(instant => (DateTimeOffset?)instant).FirstOrDefault();
            if (found is not null) return found > earliest ? found : null;
        }

        return null;
    }

    private bool Includes(DateTime day)
    {
        var (date, weekday) = (_days.Has(day.Day), _weekdays.Has((int)day.DayOfWeek) || (day.DayOfWeek == DayOfWeek.Sunday && _weekdays.Has(7)));
        return _months.Has(day.Month) && (_days.Any || _weekdays.Any ? date && weekday : date || weekday);
    }

    /// <summary>Latest first.</summary>
    private IEnumerable<DateTime> Times(DateTime day) =>
        from hour in _hours.Descending
        from minute in _minutes.Descending
        select day.AddHours(hour).AddMinutes(minute);

    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local)) local = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0).AddMinutes(1);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
