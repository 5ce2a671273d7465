using System.Globalization;
using InferOps.Operator.Core.Scaling.Schedules;

namespace InferOps.Operator.Core.Tests.Scaling.Schedules;

public sealed class CronTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Theory]
    [InlineData("every minute", "* * * * *", "2026-03-04T10:17:30Z", "2026-03-04T10:17:00Z")]
    [InlineData("at that very minute", "17 10 * * *", "2026-03-04T10:17:00Z", "2026-03-04T10:17:00Z")]
    [InlineData("a second too early, so the day before", "17 10 * * *", "2026-03-04T10:16:59Z", "2026-03-03T10:17:00Z")]
    [InlineData("steps", "*/20 * * * *", "2026-03-04T10:17:30Z", "2026-03-04T10:00:00Z")]
    [InlineData("steps in a range", "0 8-18/5 * * *", "2026-03-04T17:59:00Z", "2026-03-04T13:00:00Z")]
    [InlineData("steps from a number", "5/30 * * * *", "2026-03-04T10:34:00Z", "2026-03-04T10:05:00Z")]
    [InlineData("lists", "0 6,12 * * *", "2026-03-04T11:00:00Z", "2026-03-04T06:00:00Z")]
    [InlineData("working days, on a Sunday", "0 8 * * MON-FRI", "2026-03-08T12:00:00Z", "2026-03-06T08:00:00Z")]
    [InlineData("Sunday as 7", "0 8 * * 7", "2026-03-09T12:00:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("Sunday as 0", "0 8 * * 0", "2026-03-09T12:00:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("either day where both are restricted", "0 0 6 * MON", "2026-03-08T12:00:00Z", "2026-03-06T00:00:00Z")]
    [InlineData("both where one is a step of all", "0 0 */2 * SUN", "2026-03-08T12:00:00Z", null)]
    [InlineData("months by name", "0 0 1 mar *", "2026-03-03T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("a leap day", "0 0 29 2 *", "2028-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("not within the span", "0 0 1 1 *", "2026-03-03T00:00:00Z", null)]
    public void It_last_happened(string what, string cron, string now, string? expected) =>
        Assert.Equal((what, Time(expected)), (what, Cron.Parse(cron).Last(Time(now)!.Value, Week, TimeZoneInfo.Utc)));

    [Theory]
    [InlineData("eight in Berlin is seven in winter", "0 8 * * *", "2026-01-15T12:00:00Z", "2026-01-15T07:00:00Z")]
    [InlineData("and six in summer", "0 8 * * *", "2026-07-15T12:00:00Z", "2026-07-15T06:00:00Z")]
    [InlineData("the left-out hour comes right after the change", "30 2 * * *", "2026-03-29T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("the repeated hour counts the first time", "30 2 * * *", "2026-10-25T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("and not again", "30 2 * * *", "2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z")]
    public void Clock_changes_are_those_of_the_zone(string what, string cron, string now, string expected) =>
        Assert.Equal((what, Time(expected)), (what, Cron.Parse(cron).Last(Time(now)!.Value, Week, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))));

    [Theory]
    [InlineData("")]
    [InlineData("0 8 * *")]
    [InlineData("0 8 * * * *")]
    [InlineData("60 8 * * *")]
    [InlineData("0 24 * * *")]
    [InlineData("0 8 0 * *")]
    [InlineData("0 8 * 13 *")]
    [InlineData("0 8 * * 8")]
    [InlineData("0 8 * * FUN")]
    [InlineData("5-1 8 * * *")]
    [InlineData("*/0 8 * * *")]
    [InlineData("*/2/2 8 * * *")]
    [InlineData("1--2 8 * * *")]
    [InlineData(", 8 * * *")]
    [InlineData("-1 8 * * *")]
    [InlineData("@daily")]
    public void What_is_no_time_is_refused(string cron) => Assert.Throws<FormatException>(() => Cron.Parse(cron));

    [Fact]
    public void The_refusal_says_what_to_write() =>
        Assert.Contains("'60' as minute; write numbers from 0 to 59", Assert.Throws<FormatException>(() => Cron.Parse("60 8 * * *")).Message, StringComparison.Ordinal);

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
