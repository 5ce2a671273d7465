using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Events;

/// <summary>
/// Reports something that happened to an object. Events with the same object, reason, message and type are one event with a
/// count, so keep messages free of times and counters.
/// </summary>
public delegate Task EventPublisher(
    IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type = EventType.Normal, CancellationToken cancellationToken = default);

/// <summary>How bad it is.</summary>
public enum EventType
{
    Normal = 0,
    Warning = 1,
}
