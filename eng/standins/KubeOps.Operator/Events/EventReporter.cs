using System.Security.Cryptography;
using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Events;
using KubeOps.KubernetesClient;
using KubeOps.Operator.Logging;
using Microsoft.Extensions.Logging;

namespace KubeOps.Operator.Events;

/// <summary>Writes events; the same event again raises the count of the first.</summary>
internal sealed class EventReporter(IKubernetesClient client, OperatorSettings settings, TimeProvider time, ILogger<EventReporter> logger)
{
    /// <summary>An event that cannot be written is logged: a report must not make fail what it reports on.</summary>
    public async Task PublishAsync(
        IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type = EventType.Normal, CancellationToken cancellationToken = default)
    {
        try
        {
            await WriteAsync(entity, reason, message, type, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpOperationException or HttpRequestException or TimeoutException)
        {
            logger.EventLost(error, reason, $"{entity.Namespace()}/{entity.Name()}");
        }
    }

    private async Task WriteAsync(IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type, CancellationToken cancellationToken)
    {
        // The API server wants events on cluster-scoped objects in "default".
        var namespaceName = entity.Namespace() ?? "default";
        var name = $"{entity.Name()}.{Fingerprint(entity.Uid(), reason, message, type)}";
        var written = await client.GetAsync<Corev1Event>(name, namespaceName, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow().UtcDateTime;
        if (written is not null)
        {
            written.Count = (written.Count ?? 0) + 1;
            written.LastTimestamp = now;
            await client.UpdateAsync(written, cancellationToken).ConfigureAwait(false);
            return;
        }

        await client.CreateAsync(Create(entity, name, namespaceName, reason, message, type, now), cancellationToken).ConfigureAwait(false);
    }

    private Corev1Event Create(
        IKubernetesObject<V1ObjectMeta> entity, string name, string namespaceName, string reason, string message, EventType type, DateTime now) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = namespaceName },
        InvolvedObject = entity.MakeObjectReference(),
        Reason = reason,
        Message = message,
        Type = type.ToString(),
        Count = 1,
        FirstTimestamp = now,
        LastTimestamp = now,
        ReportingComponent = settings.Name,
        ReportingInstance = Environment.MachineName,
        Source = new V1EventSource { Component = settings.Name },
    };

    private static string Fingerprint(string uid, string reason, string message, EventType type)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', uid, reason, message, type)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }
}
