using InferOps.Runtime.Server.Chat.Templates;

namespace InferOps.Runtime.Server.Tests.Chat;

public sealed class ClockFormatTests
{
    private static readonly DateTimeOffset Moment = new(2026, 3, 9, 7, 5, 2, TimeSpan.Zero);

    [Theory]
    [InlineData("%d %b %Y", "09 Mar 2026")]
    [InlineData("%A, %B %-d, %y", "Monday, March 9, 26")]
    [InlineData("%Y-%m-%d %H:%M:%S %Z", "2026-03-09 07:05:02 UTC")]
    [InlineData("%I:%M %p, %a, day %j", "07:05 AM, Mon, day 068")]
    [InlineData("100%% %", "100% %")]
    [InlineData("%Q", "%Q")]
    public void It_writes_what_strftime_writes(string format, string text) => Assert.Equal(text, ClockFormat.Write(Moment, format));
}
