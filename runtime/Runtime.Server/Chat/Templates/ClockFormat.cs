using System.Globalization;
using System.Text;

namespace InferOps.Runtime.Server.Chat.Templates;

/// <summary>Python's <c>strftime</c>, as far as chat templates use it. In UTC: replicas of one service must render one prompt.</summary>
internal static class ClockFormat
{
    public static string Write(DateTimeOffset now, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            // Some platforms write numbers without padding after a minus.
            var bare = format[i + 1] == '-' && i + 2 < format.Length;
            i += bare ? 2 : 1;
            var part = Part(now, format[i]);
            text.Append(bare ? part.TrimStart('0') : part);
        }

        return text.ToString();
    }

    private static string Part(DateTimeOffset now, char code) => code switch
    {
        'Y' => now.ToString("yyyy", CultureInfo.InvariantCulture),
        'y' => now.ToString("yy", CultureInfo.InvariantCulture),
        'm' => now.ToString("MM", CultureInfo.InvariantCulture),
        'B' => now.ToString("MMMM", CultureInfo.InvariantCulture),
        'b' => now.ToString("MMM", CultureInfo.InvariantCulture),
        'd' => now.ToString("dd", CultureInfo.InvariantCulture),
        'A' => now.ToString("dddd", CultureInfo.InvariantCulture),
        'a' => now.ToString("ddd", CultureInfo.InvariantCulture),
        'H' => now.ToString("HH", CultureInfo.InvariantCulture),
        'I' => now.ToString("hh", CultureInfo.InvariantCulture),
        'M' => now.ToString("mm", CultureInfo.InvariantCulture),
        'S' => now.ToString("ss", CultureInfo.InvariantCulture),
        'p' => now.ToString("tt", CultureInfo.InvariantCulture),
        'j' => now.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'Z' => "UTC",
        '%' => "%",
        _ => $"%{code}",
    };
}
