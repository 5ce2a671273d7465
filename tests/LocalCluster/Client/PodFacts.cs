using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>What controllers ask about a pod.</summary>
internal static class PodFacts
{
    public static bool IsTerminal(JsonObject pod) => pod.Text("status", "phase") is "Succeeded" or "Failed";

    /// <summary>Counts towards the replicas of its owner.</summary>
    public static bool IsActive(JsonObject pod) => !IsTerminal(pod) && !pod.IsDeleting;

    public static bool IsReady(JsonObject pod) => pod.IsConditionTrue("Ready");

    /// <summary>When the pod becomes available, having been ready for <paramref name="minReadySeconds"/>; null while it is not ready.</summary>
    public static DateTimeOffset? AvailableAt(JsonObject pod, long minReadySeconds) =>
        IsReady(pod) ? (ReadySince(pod) ?? DateTimeOffset.MinValue).AddSeconds(minReadySeconds) : null;

    public static DateTimeOffset? ReadySince(JsonObject pod) => KubeTime.Parse(pod.Condition("Ready").Text("lastTransitionTime"));

    public static long Restarts(JsonObject pod) => pod.Objects("status", "containerStatuses").Sum(status => status.Whole("restartCount") ?? 0);
}
