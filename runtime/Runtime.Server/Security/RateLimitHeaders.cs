using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Security;

/// <summary>Says what is left, in the headers OpenAI's clients know.</summary>
internal static class RateLimitHeaders
{
    public static void Write(IHeaderDictionary headers, BudgetState state)
    {
        Write(headers, "requests", state.Requests);
        Write(headers, "tokens", state.Tokens);
    }

    /// <summary>A duration as OpenAI writes it: <c>20ms</c>, <c>8.64s</c>, <c>6m0s</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var milliseconds = Math.Ceiling(duration.TotalMilliseconds);
        if (milliseconds < 1000) return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        var minutes = Math.Floor(milliseconds / 60_000);
        var seconds = (milliseconds - (minutes * 60_000)) / 1000;
        return minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds:0.###}s") : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s");
    }

    private static void Write(IHeaderDictionary headers, string unit, TokenBucket? bucket)
    {
        if (bucket is not { } known) return;
        headers[$"x-ratelimit-limit-{unit}"] = known.PerMinute.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-remaining-{unit}"] = known.Remaining.ToString(CultureInfo.InvariantCulture);
        headers[$"x-ratelimit-reset-{unit}"] = Duration(known.UntilFull);
    }
}
