using InferOps.Operator.Host.Entities;
using InferOps.Operator.Reconciliation.Engines;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Keeps the status of engines current.</summary>
internal sealed class InferenceEngineController(ReconcileRunner runner, EngineReconciler reconciler) : IEntityController<V1Alpha1InferenceEngine>
{
    public Task<ReconciliationResult<V1Alpha1InferenceEngine>> ReconcileAsync(V1Alpha1InferenceEngine entity, CancellationToken cancellationToken) =>
        runner.RunAsync(entity, (key, cancelled) => reconciler.ReconcileAsync(key.Name, cancelled), cancellationToken);

    public Task<ReconciliationResult<V1Alpha1InferenceEngine>> DeletedAsync(V1Alpha1InferenceEngine entity, CancellationToken cancellationToken) => runner.Forget(entity);
}
