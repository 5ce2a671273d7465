using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Reconciliation.Services;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Hands each InferenceService to the reconcile loop.</summary>
internal sealed class InferenceServiceController(ReconcileRunner runner, ServiceReconciler reconciler) : IEntityController<V1Alpha1InferenceService>
{
    public Task<ReconciliationResult<V1Alpha1InferenceService>> ReconcileAsync(V1Alpha1InferenceService entity, CancellationToken cancellationToken) =>
        runner.RunAsync(entity, reconciler.ReconcileAsync, cancellationToken);

    /// <summary>Owner references let the cluster collect what belonged to it.</summary>
    public Task<ReconciliationResult<V1Alpha1InferenceService>> DeletedAsync(V1Alpha1InferenceService entity, CancellationToken cancellationToken)
    {
        reconciler.Forget(EntityProjection.KeyOf(entity));
        return runner.Forget(entity);
    }
}
