using System.Collections.Concurrent;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Services;

/// <summary>The statuses written last. A watch shows a write only some time after it; until then, the next status continues this one.</summary>
internal sealed class StatusMemory
{
    private readonly ConcurrentDictionary<ObjectKey, (long Version, InferenceServiceStatus Status)> _written = new();

    public void Wrote(ObjectKey service, long version, InferenceServiceStatus status) => _written[service] = (version, status);

    public void Forget(ObjectKey service) => _written.TryRemove(service, out _);

    /// <summary>The service with the newer of the two statuses: what the watch shows, or what was written since.</summary>
    public ObservedService Newest(ObservedService service) =>
        _written.TryGetValue(service.Key, out var written) && written.Version > service.ResourceVersion ? service with { Status = written.Status } : service;
}
