using System.Globalization;

namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Functions of durations and timestamps, in UTC.</summary>
internal static class TimeFunctions
{
    public static IEnumerable<(string Name, Function Function)> All { get; } =
    [
        ("duration", arguments => arguments[0] switch
        {
            TimeSpan duration => duration,
            string text => Durations.TryParse(text, out var duration) ? duration : throw new CelException($"type conversion error from 'string' to 'duration': {text}"),
            _ => Functions.NoOverload,
        }),
        ("timestamp", arguments => arguments[0] switch
        {
            DateTimeOffset time => time,
            long seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
            string text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : throw new CelException($"type conversion error from 'string' to 'timestamp': {text}"),
            _ => Functions.NoOverload,
        }),
        ("getHours", On(duration => duration.TotalHours, time => time.Hour)),
        ("getMinutes", On(duration => duration.TotalMinutes, time => time.Minute)),
        ("getSeconds", On(duration => duration.TotalSeconds, time => time.Second)),
        ("getMilliseconds", On(duration => duration.Milliseconds, time => time.Millisecond)),
        ("getFullYear", On(null, time => time.Year)),
        ("getMonth", On(null, time => time.Month - 1)),
        ("getDate", On(null, time => time.Day)),
        ("getDayOfMonth", On(null, time => time.Day - 1)),
        ("getDayOfWeek", On(null, time => (int)time.DayOfWeek)),
        ("getDayOfYear", On(null, time => time.DayOfYear - 1)),
    ];

    private static Function On(Func<TimeSpan, double>? duration, Func<DateTime, int> time) => arguments => arguments switch
    {
        [TimeSpan value] when duration is not null => (long)duration(value),
        [DateTimeOffset value] => (long)time(value.UtcDateTime),
        _ => Functions.NoOverload,
    };
}
