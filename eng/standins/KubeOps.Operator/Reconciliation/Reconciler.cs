using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Controller;
using KubeOps.Abstractions.Reconciliation.Finalizer;
using KubeOps.KubernetesClient;
using KubeOps.Operator.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeOps.Operator.Reconciliation;

/// <summary>Calls controller or finalizer, whichever the state of the object asks for, in a scope of its own.</summary>
internal sealed class Reconciler<TEntity>(
    IServiceScopeFactory scopes, IKubernetesClient client, OperatorSettings settings, IEnumerable<FinalizerName<TEntity>> finalizers, ILogger<Reconciler<TEntity>> logger)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    public async Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, ReconciliationType type, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (type == ReconciliationType.Deleted)
            return await Controller(scope).DeletedAsync(entity, cancellationToken).ConfigureAwait(false);
        if (entity.DeletionTimestamp() is not null)
            return await FinalizeAsync(scope, entity, cancellationToken).ConfigureAwait(false);
        if (settings.AutoAttachFinalizers) entity = await AttachAsync(entity, cancellationToken).ConfigureAwait(false);
        return await Controller(scope).ReconcileAsync(entity, cancellationToken).ConfigureAwait(false);
    }

    private static IEntityController<TEntity> Controller(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<IEntityController<TEntity>>();

    private async Task<TEntity> AttachAsync(TEntity entity, CancellationToken cancellationToken)
    {
        // All are added before one write: Any would stop at the first.
        var added = finalizers.Count(finalizer => entity.AddFinalizer(finalizer.Identifier));
        return added == 0 ? entity : await client.UpdateAsync(entity, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finalizers run in the order of the list: only the first is ever looked at, and somebody else's is waited for.</summary>
    private async Task<ReconciliationResult<TEntity>> FinalizeAsync(AsyncServiceScope scope, TEntity entity, CancellationToken cancellationToken)
    {
        if (entity.Finalizers() is not [var first, ..]) return ReconciliationResult<TEntity>.Success(entity);
        if (scope.ServiceProvider.GetKeyedService<IEntityFinalizer<TEntity>>(first) is not { } finalizer)
        {
            logger.ForeignFinalizer(typeof(TEntity).Name, $"{entity.Namespace()}/{entity.Name()}", first);
            return ReconciliationResult<TEntity>.Success(entity);
        }

        var result = await finalizer.FinalizeAsync(entity, cancellationToken).ConfigureAwait(false);
        if (!result.IsSuccess || !settings.AutoDetachFinalizers) return result;
        entity = result.Entity;
        if (!entity.RemoveFinalizer(first)) return result;
        var updated = await client.UpdateAsync(entity, cancellationToken).ConfigureAwait(false);
        return ReconciliationResult<TEntity>.Success(updated, result.RequeueAfter);
    }
}
