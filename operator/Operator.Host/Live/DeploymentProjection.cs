using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Host.Live;

/// <summary>A Deployment as the decisions see it, and as it is compared.</summary>
internal sealed record DeploymentView(ObservedDeployment Deployment, LiveManifest Manifest);

internal static class DeploymentProjection
{
    public static DeploymentView Observe(LiveDeployment deployment)
    {
        var manifest = deployment.ToManifest("apps/v1", "Deployment");
        var status = manifest["status"];
        var desired = (int?)manifest["spec"]?["replicas"] ?? 1;
        var replicas = (int?)status?["replicas"] ?? 0;
        var updated = (int?)status?["updatedReplicas"] ?? 0;
        var seen = (long?)status?["observedGeneration"] >= deployment.Metadata.Generation;
        manifest.Remove("status");
        return new(
            new()
            {
                Name = deployment.Metadata.Name,
                Pool = deployment.Metadata.Labels is { } labels && labels.TryGetValue(PodLabels.Pool, out var pool) ? pool : "",
                DesiredReplicas = desired,
                Replicas = replicas,
                UpdatedReplicas = updated,
                ReadyReplicas = (int?)status?["readyReplicas"] ?? 0,
                // Pods of an older template are still there. Fewer updated pods than desired alone is just a scale-up.
                RolloutInProgress = seen && updated < replicas,
                ReplicaFailure = ReplicaFailure(status?["conditions"] as JsonArray),
            },
            new LiveManifest(ManifestKey.Of(manifest), manifest));
    }

    private static string? ReplicaFailure(JsonArray? conditions) => conditions?
        .Where(condition => (string?)condition?["type"] == "ReplicaFailure" && (string?)condition["status"] == "True")
        .Select(condition => (string?)condition!["message"] ?? "").FirstOrDefault();
}
