using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Kubelet;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.LocalCluster;

/// <summary>A whole local cluster. Every default works.</summary>
public sealed record ClusterOptions
{
    public ApiServerOptions ApiServer { get; init; } = new();

    public KubeletOptions Kubelet { get; init; } = new() { Nodes = [new NodeOptions { Name = "node-1" }] };

    /// <summary>False where a real control plane runs the controllers and the scheduler.</summary>
    public bool Controllers { get; init; } = true;

    /// <summary>A kubeconfig of an API server that runs already; absent, one is started.</summary>
    public string? Kubeconfig { get; init; }

    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
