namespace InferOps.Operator.Host;

/// <summary>Every log message of the host. Names, never objects: nothing here can leak a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The watch on {Kind} broke: {Reason}. Listing again in {Delay}")]
    public static partial void WatchBroke(this ILogger logger, string kind, string reason, TimeSpan delay);

    [LoggerMessage(2, LogLevel.Error, "Reconciling {Kind} {Key} failed, trying again in {Delay}")]
    public static partial void ReconcileFailed(this ILogger logger, string kind, string key, TimeSpan delay, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The API server refused {What}: {Reason}")]
    public static partial void Refused(this ILogger logger, string what, string reason);

    [LoggerMessage(4, LogLevel.Information, "Applied {What}")]
    public static partial void Applied(this ILogger logger, string what);

    [LoggerMessage(5, LogLevel.Information, "Deleted {What}")]
    public static partial void Deleted(this ILogger logger, string what);

    [LoggerMessage(6, LogLevel.Warning, "Prometheus at {Url} did not answer: {Reason}")]
    public static partial void PrometheusFailed(this ILogger logger, Uri url, string reason);

    [LoggerMessage(7, LogLevel.Warning, "Event {Reason} on {What} could not be published: {Error}")]
    public static partial void EventFailed(this ILogger logger, string reason, string what, string error);

    [LoggerMessage(8, LogLevel.Information, "Watching the cluster; {Services} services, {Pools} pools, {Nodes} nodes")]
    public static partial void Synced(this ILogger logger, int services, int pools, int nodes);

    [LoggerMessage(9, LogLevel.Information, "Webhooks are served with the certificate of {Source}")]
    public static partial void CertificateLoaded(this ILogger logger, string source);

    [LoggerMessage(10, LogLevel.Warning, "The certificate of {Source} cannot be used: {Reason}")]
    public static partial void CertificateUnusable(this ILogger logger, string source, string reason);

    [LoggerMessage(11, LogLevel.Information, "Rotated certificates ({Step}) in Secret {Secret}")]
    public static partial void CertificateRenewed(this ILogger logger, string step, string secret);

    [LoggerMessage(12, LogLevel.Warning, "The load history that advice is given from was not read or kept: {Reason}")]
    public static partial void AdviceFailed(this ILogger logger, string reason);
}
