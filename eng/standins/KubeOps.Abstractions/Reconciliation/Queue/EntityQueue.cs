using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation.Queue;

/// <summary>Asks for a reconcile of an object from outside its watch, for instance because something it owns changed.</summary>
/// <returns>Whether the request was taken; a queue that is suspended, because another instance leads, takes none.</returns>
public delegate Task<bool> EntityQueue<TEntity>(
    TEntity entity,
    ReconciliationType type,
    ReconciliationTriggerSource reconciliationTriggerSource,
    TimeSpan queueIn,
    int retryCount,
    CancellationToken cancellationToken)
    where TEntity : IKubernetesObject<V1ObjectMeta>;
