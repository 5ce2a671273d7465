using System.Globalization;
using System.Text.RegularExpressions;

namespace InferOps.LocalCluster.Schema;

/// <summary>Durations as Go writes them: <c>1h30m</c>, <c>1.5s</c>, <c>250ms</c>, <c>-5m</c>, <c>0</c>.</summary>
internal static partial class Durations
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0" or "+0" or "-0") return true;
        var match = Whole().Match(text);
        if (!match.Success) return false;
        var seconds = 0m;
        foreach (Match part in Part().Matches(text))
            seconds += decimal.Parse(part.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Unit(part.Groups[2].Value);
        duration = new TimeSpan((long)((text[0] == '-' ? -seconds : seconds) * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>As seconds, the form expressions convert durations to.</summary>
    public static string Format(TimeSpan duration) => ((decimal)duration.Ticks / TimeSpan.TicksPerSecond).ToString("0.#########", CultureInfo.InvariantCulture) + "s";

    private static decimal Unit(string unit) => unit switch
    {
        "h" => 3600m, "m" => 60m, "s" => 1m, "ms" => 0.001m, "us" or "µs" => 0.000_001m, _ => 0.000_000_001m,
    };

    [GeneratedRegex(@"\A[+-]?((\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|ns))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|ns)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
