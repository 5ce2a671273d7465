using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Host.Entities;
using InferOps.Operator.Reconciliation;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.Abstractions.Events;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>Every write the operator makes. Everything is server-side apply: a full replace would lose what our types do not know.</summary>
internal sealed class ClusterWriter(IKubernetesClient client, EventPublisher publish, TimeProvider time, ILogger<ClusterWriter> logger)
{
    public async Task ApplyAsync(JsonObject manifest, CancellationToken cancellationToken)
    {
        var key = ManifestKey.Of(manifest);
        var patch = new V1Patch(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch);
        await Guard("apply", key, () => (key.ApiVersion, key.Kind) switch
        {
            ("apps/v1", "Deployment") => Apply<LiveDeployment>(),
            ("v1", "Service") => Apply<LiveService>(),
            ("v1", "ServiceAccount") => Apply<LiveServiceAccount>(),
            ("v1", "Pod") => Apply<LivePod>(),
            ("v1", "ConfigMap") => Apply<LiveConfigMap>(),
            ("networking.k8s.io/v1", "NetworkPolicy") => Apply<LiveNetworkPolicy>(),
            ("policy/v1", "PodDisruptionBudget") => Apply<LivePodDisruptionBudget>(),
            ("policy/v1beta1", "PodDisruptionBudget") => Apply<LivePodDisruptionBudgetV1Beta1>(),
            _ => throw new NotSupportedException($"The operator does not write {key.ApiVersion} {key.Kind}."),
        });
        logger.Applied(key.ToString());

        Task Apply<T>()
            where T : LiveObject => client.PatchAsync<T>(patch, key.Name, key.Namespace, Api.FieldManager, force: true, cancellationToken: cancellationToken);
    }

    public async Task DeleteAsync(LiveManifest manifest, CancellationToken cancellationToken)
    {
        var key = manifest.Key;
        await Guard("delete", key, () => (key.ApiVersion, key.Kind) switch
        {
            ("apps/v1", "Deployment") => Delete<LiveDeployment>(),
            ("v1", "Service") => Delete<LiveService>(),
            ("v1", "ServiceAccount") => Delete<LiveServiceAccount>(),
            ("v1", "Pod") => Delete<LivePod>(),
            ("networking.k8s.io/v1", "NetworkPolicy") => Delete<LiveNetworkPolicy>(),
            ("policy/v1", "PodDisruptionBudget") => Delete<LivePodDisruptionBudget>(),
            ("policy/v1beta1", "PodDisruptionBudget") => Delete<LivePodDisruptionBudgetV1Beta1>(),
            _ => throw new NotSupportedException($"The operator does not delete {key.ApiVersion} {key.Kind}."),
        });
        logger.Deleted(key.ToString());

        Task Delete<T>()
            where T : LiveObject => client.DeleteAsync<T>(key.Name, key.Namespace, cancellationToken);
    }

    /// <summary>A merge, for an apply would make a pod anew that has just gone.</summary>
    public Task AnnotatePodAsync(ObjectKey pod, string name, string value, CancellationToken cancellationToken)
    {
        var patch = new V1Patch(new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [name] = value } } }.ToJsonString(), V1Patch.PatchType.MergePatch);
        return Guard("annotate", new("v1", "Pod", pod.Namespace, pod.Name), () => client.PatchAsync<LivePod>(patch, pod.Name, pod.Namespace, Api.FieldManager, cancellationToken: cancellationToken));
    }

    /// <summary>A strategic merge: conditions are merged by their types, and the node keeps those that are not its own.</summary>
    public Task WritePodConditionAsync(ObjectKey pod, PullCondition condition, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var written = new JsonObject { ["type"] = PullCondition.Type, ["status"] = condition.Done ? "True" : "False", ["reason"] = condition.Reason, ["message"] = condition.Message, ["lastProbeTime"] = now };
        if (condition.Turned) written["lastTransitionTime"] = now;
        var patch = new V1Patch(new JsonObject { ["status"] = new JsonObject { ["conditions"] = new JsonArray(written) } }.ToJsonString(), V1Patch.PatchType.StrategicMergePatch);
        return Guard("condition", new("v1", "Pod", pod.Namespace, pod.Name),
            () => client.ApiClient.CoreV1.PatchNamespacedPodStatusAsync(patch, pod.Name, pod.Namespace, fieldManager: Api.FieldManager, cancellationToken: cancellationToken));
    }

    public async Task<long?> WriteStatusAsync(ManifestKey key, JsonObject status, CancellationToken cancellationToken)
    {
        var metadata = new JsonObject { ["name"] = key.Name };
        if (key.Namespace.Length > 0) metadata["namespace"] = key.Namespace;
        var manifest = new JsonObject { ["apiVersion"] = key.ApiVersion, ["kind"] = key.Kind, ["metadata"] = metadata, ["status"] = status.DeepClone() };
        var patch = new V1Patch(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch);
        var custom = client.ApiClient.CustomObjects;
        WriteReceipt? receipt = null;
        await Guard("status", key, async () => receipt = await (key.Namespace.Length == 0
            ? custom.PatchClusterCustomObjectStatusAsync<WriteReceipt>(patch, Api.Group, Api.Version, PluralOf(key.Kind), key.Name, fieldManager: Api.FieldManager, force: true, cancellationToken: cancellationToken)
            : custom.PatchNamespacedCustomObjectStatusAsync<WriteReceipt>(patch, Api.Group, Api.Version, key.Namespace, PluralOf(key.Kind), key.Name, fieldManager: Api.FieldManager, force: true, cancellationToken: cancellationToken)));
        return long.TryParse(receipt?.Metadata.ResourceVersion, out var version) ? version : null;
    }

    public async Task PublishAsync(V1Alpha1InferenceService? about, ClusterEvent @event, CancellationToken cancellationToken)
    {
        if (about is null) return;
        OperatorMetrics.Happened(@event.Reason);
        try
        {
            await publish(about, @event.Reason, @event.Message, @event.Warning ? EventType.Warning : EventType.Normal, cancellationToken);
        }
        catch (HttpOperationException refused)
        {
            // The status already says it; a lost event must not undo the work it tells of.
            logger.EventFailed(@event.Reason, about.Metadata.Name, refused.Message);
        }
    }

    private static string PluralOf(string kind) => kind switch
    {
        V1Alpha1InferenceService.KindName => V1Alpha1InferenceService.Plural,
        V1Alpha1ComputePool.KindName => V1Alpha1ComputePool.Plural,
        _ => V1Alpha1InferenceEngine.Plural,
    };

    /// <summary>Turns what the API server said into what the loops act on: gone is fine, refused is the user's to know.</summary>
    private async Task Guard(string verb, ManifestKey key, Func<Task> write)
    {
        OperatorMetrics.Wrote(verb, key.Kind);
        try
        {
            await write();
        }
        catch (HttpOperationException failure) when (failure.Response.StatusCode == HttpStatusCode.NotFound)
        {
            logger.Refused(key.ToString(), "it is gone");
        }
        catch (HttpOperationException failure) when ((int)failure.Response.StatusCode is >= 400 and < 500 and not 409 and not 429)
        {
            var reason = ServerMessage.Of(failure);
            logger.Refused(key.ToString(), reason);
            throw new ClusterRefusedException((int)failure.Response.StatusCode, reason, failure);
        }
    }
}

/// <summary>Of the answer to a write, only what it is now.</summary>
internal sealed record WriteReceipt
{
    [JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; init; } = new();
}
