using InferOps.Operator.Host.Entities;
using InferOps.Operator.Reconciliation.Pools;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Keeps the status of pools current.</summary>
internal sealed class ComputePoolController(ReconcileRunner runner, PoolReconciler reconciler) : IEntityController<V1Alpha1ComputePool>
{
    public Task<ReconciliationResult<V1Alpha1ComputePool>> ReconcileAsync(V1Alpha1ComputePool entity, CancellationToken cancellationToken) =>
        runner.RunAsync(entity, (key, cancelled) => reconciler.ReconcileAsync(key.Name, cancelled), cancellationToken);

    public Task<ReconciliationResult<V1Alpha1ComputePool>> DeletedAsync(V1Alpha1ComputePool entity, CancellationToken cancellationToken) => runner.Forget(entity);
}
