using System.Text.Json.Nodes;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Processes;

namespace InferOps.LocalCluster.Kubelet.Probes;

/// <summary>The running container that probes and hooks are aimed at.</summary>
internal sealed record HandlerTarget(JsonObject Container, string PodIp, LaunchPlan Plan, PathMap Paths, OrphanGuard Guard);
