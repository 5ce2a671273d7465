using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Reconciliation.Services;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Hands each InferenceService to the reconcile loop. Every answer carries a requeue: KubeOps retries nothing else for ever.</summary>
internal sealed class InferenceServiceController(ClusterState state, ServiceReconciler reconciler, RetryDelays retries, ILogger<InferenceServiceController> logger)
    : IEntityController<V1Alpha1InferenceService>
{
    public async Task<ReconciliationResult<V1Alpha1InferenceService>> ReconcileAsync(V1Alpha1InferenceService entity, CancellationToken cancellationToken)
    {
        var key = EntityProjection.KeyOf(entity);
        try
        {
            // Before the first lists are in, what is absent is only unknown: deciding now would prune what runs.
            await state.Synced.WaitAsync(cancellationToken);
            var again = await reconciler.ReconcileAsync(key, cancellationToken);
            retries.Succeeded(key);
            return ReconciliationResult<V1Alpha1InferenceService>.Success(entity, again);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var delay = retries.Failed(key);
            logger.ReconcileFailed(V1Alpha1InferenceService.KindName, key.ToString(), delay, exception);
            return ReconciliationResult<V1Alpha1InferenceService>.Failure(entity, exception.Message, exception, delay);
        }
    }

    /// <summary>Owner references let the cluster collect what belonged to it.</summary>
    public Task<ReconciliationResult<V1Alpha1InferenceService>> DeletedAsync(V1Alpha1InferenceService entity, CancellationToken cancellationToken)
    {
        var key = EntityProjection.KeyOf(entity);
        reconciler.Forget(key);
        retries.Succeeded(key);
        return Task.FromResult(ReconciliationResult<V1Alpha1InferenceService>.Success(entity));
    }
}
