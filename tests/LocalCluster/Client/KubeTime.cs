using System.Globalization;

namespace InferOps.LocalCluster.Client;

/// <summary>The two time formats of the Kubernetes API: <c>Time</c> (whole seconds) and <c>MicroTime</c>.</summary>
public static class KubeTime
{
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Micro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads either format; null where there is nothing or no time to read.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
