using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Reconciliation.Engines;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Keeps the status of engines current.</summary>
internal sealed class InferenceEngineController(ClusterState state, EngineReconciler reconciler, RetryDelays retries, ILogger<InferenceEngineController> logger)
    : IEntityController<V1Alpha1InferenceEngine>
{
    public async Task<ReconciliationResult<V1Alpha1InferenceEngine>> ReconcileAsync(V1Alpha1InferenceEngine entity, CancellationToken cancellationToken)
    {
        var key = new Core.Services.ObjectKey("", entity.Metadata.Name);
        try
        {
            await state.Synced.WaitAsync(cancellationToken);
            var again = await reconciler.ReconcileAsync(entity.Metadata.Name, cancellationToken);
            retries.Succeeded(key);
            return ReconciliationResult<V1Alpha1InferenceEngine>.Success(entity, again);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var delay = retries.Failed(key);
            logger.ReconcileFailed(V1Alpha1InferenceEngine.KindName, key.ToString(), delay, exception);
            return ReconciliationResult<V1Alpha1InferenceEngine>.Failure(entity, exception.Message, exception, delay);
        }
    }

    public Task<ReconciliationResult<V1Alpha1InferenceEngine>> DeletedAsync(V1Alpha1InferenceEngine entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<V1Alpha1InferenceEngine>.Success(entity));
}
