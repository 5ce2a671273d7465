using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Reconciliation.Pools;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Keeps the status of pools current.</summary>
internal sealed class ComputePoolController(ClusterState state, PoolReconciler reconciler, RetryDelays retries, ILogger<ComputePoolController> logger)
    : IEntityController<V1Alpha1ComputePool>
{
    public async Task<ReconciliationResult<V1Alpha1ComputePool>> ReconcileAsync(V1Alpha1ComputePool entity, CancellationToken cancellationToken)
    {
        var key = new Core.Services.ObjectKey("", entity.Metadata.Name);
        try
        {
            await state.Synced.WaitAsync(cancellationToken);
            var again = await reconciler.ReconcileAsync(entity.Metadata.Name, cancellationToken);
            retries.Succeeded(key);
            return ReconciliationResult<V1Alpha1ComputePool>.Success(entity, again);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var delay = retries.Failed(key);
            logger.ReconcileFailed(V1Alpha1ComputePool.KindName, key.ToString(), delay, exception);
            return ReconciliationResult<V1Alpha1ComputePool>.Failure(entity, exception.Message, exception, delay);
        }
    }

    public Task<ReconciliationResult<V1Alpha1ComputePool>> DeletedAsync(V1Alpha1ComputePool entity, CancellationToken cancellationToken) =>
        Task.FromResult(ReconciliationResult<V1Alpha1ComputePool>.Success(entity));
}
