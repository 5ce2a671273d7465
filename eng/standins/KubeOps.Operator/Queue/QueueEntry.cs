using k8s;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;

namespace KubeOps.Operator.Queue;

/// <summary>One object that is due for a reconcile.</summary>
internal readonly record struct QueueEntry<TEntity>(
    TEntity Entity, ReconciliationType ReconciliationType, ReconciliationTriggerSource ReconciliationTriggerSource, int RetryCount)
    where TEntity : IKubernetesObject<V1ObjectMeta>;
