using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.LocalCluster.Api;

/// <summary>How a local API server runs. Every default works.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Loopback address to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Name of the cluster in kubeconfig files.</summary>
    public string ClusterName { get; init; } = "local";

    /// <summary>Writes kept for watches to resume from; a watch from before them gets 410.</summary>
    public int HistoryWindow { get; init; } = 10_000;

    /// <summary>How often an idle watch that allows bookmarks gets one.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a watch without <c>timeoutSeconds</c> may last.</summary>
    public TimeSpan WatchLifetime { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>Range of cluster addresses for services; within loopback so that a local proxy can listen on them.</summary>
    public string ServiceRange { get; init; } = "127.96.0.0/16";

    /// <summary>File that every request is appended to, one JSON line each; none when null.</summary>
    public string? AuditLogPath { get; init; }

    /// <summary>Where faults of the server itself are reported.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
