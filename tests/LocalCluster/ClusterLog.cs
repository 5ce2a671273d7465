using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster;

/// <summary>Every line the node side of LocalCluster logs.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Watch of {Resource} expired; listing again")]
    public static partial void WatchExpired(this ILogger log, string resource);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watch of {Resource} interrupted: {Error}")]
    public static partial void WatchInterrupted(this ILogger log, string resource, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller} could not reconcile {Key}, again in {Seconds:0.00} s: {Error}")]
    public static partial void ReconcileFailed(this ILogger log, string controller, string key, double seconds, string error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Event {Reason} on {Key} lost: {Error}")]
    public static partial void EventLost(this ILogger log, string reason, string key, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Volumes of pod {Pod} are out of date: {Error}")]
    public static partial void VolumeStale(this ILogger log, string pod, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Heartbeat of node {Node} failed: {Error}")]
    public static partial void HeartbeatFailed(this ILogger log, string node, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Pod {Pod} could not be run")]
    public static partial void PodFailed(this ILogger log, string pod, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Service address {Address} cannot be served: {Error}")]
    public static partial void ServiceAddressRefused(this ILogger log, string address, string error);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Part} ended unexpectedly")]
    public static partial void PartEnded(this ILogger log, string part, Exception error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Collecting {Resource} {Key}: its owners are gone")]
    public static partial void Collected(this ILogger log, string resource, string key);
}
