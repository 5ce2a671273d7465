namespace InferOps.LocalCluster.Api.Json;

/// <summary>Times as the API writes them.</summary>
internal static class ApiTime
{
    /// <summary>RFC 3339 in UTC with whole seconds.</summary>
    public static string Seconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");

    /// <summary>RFC 3339 in UTC with microseconds.</summary>
    public static string Microseconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
}
