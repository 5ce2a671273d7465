using Microsoft.Extensions.Logging;

namespace KubeOps.Operator.Logging;

/// <summary>Everything the operator logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "This instance leads now.")]
    public static partial void LeadershipWon(this ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "This instance no longer leads.")]
    public static partial void LeadershipLost(this ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "{Leader} leads now.")]
    public static partial void NewLeader(this ILogger logger, string leader);

    [LoggerMessage(4, LogLevel.Warning, "An attempt to acquire or renew the lease failed.")]
    public static partial void ElectionFailed(this ILogger logger, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "The lease could not be given back; it expires by itself.")]
    public static partial void ReleaseFailed(this ILogger logger, Exception error);

    [LoggerMessage(10, LogLevel.Information, "Watching {Kind} from resource version {ResourceVersion}.")]
    public static partial void WatchStarted(this ILogger logger, string kind, string? resourceVersion);

    [LoggerMessage(11, LogLevel.Information, "The resource version of the watch on {Kind} is gone; starting over.")]
    public static partial void WatchExpired(this ILogger logger, string kind);

    [LoggerMessage(12, LogLevel.Warning, "The watch on {Kind} failed; next attempt in {Delay}.")]
    public static partial void WatchFailed(this ILogger logger, Exception error, string kind, TimeSpan delay);

    [LoggerMessage(20, LogLevel.Warning, "Reconcile of {Kind} {Entity} did not succeed: {Reason}")]
    public static partial void ReconcileUnsuccessful(this ILogger logger, Exception? error, string kind, string entity, string? reason);

    [LoggerMessage(21, LogLevel.Error, "Reconcile of {Kind} {Entity} threw; retry {Retry} in {Delay}.")]
    public static partial void ReconcileRetried(this ILogger logger, Exception error, string kind, string entity, int retry, TimeSpan delay);

    [LoggerMessage(22, LogLevel.Error, "Reconcile of {Kind} {Entity} threw {Attempts} times in a row and is given up until the object changes.")]
    public static partial void ReconcileGivenUp(this ILogger logger, Exception error, string kind, string entity, int attempts);

    [LoggerMessage(23, LogLevel.Information, "{Kind} {Entity} waits for finalizer {Finalizer}, which is not ours.")]
    public static partial void ForeignFinalizer(this ILogger logger, string kind, string entity, string finalizer);

    [LoggerMessage(30, LogLevel.Warning, "The event {Reason} on {Entity} could not be published.")]
    public static partial void EventLost(this ILogger logger, Exception error, string reason, string entity);
}
