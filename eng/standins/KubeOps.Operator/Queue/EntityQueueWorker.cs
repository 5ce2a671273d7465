using System.Diagnostics;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.KubernetesClient;
using KubeOps.Operator.Logging;
using KubeOps.Operator.Metrics;
using KubeOps.Operator.Reconciliation;
using Microsoft.Extensions.Logging;

namespace KubeOps.Operator.Queue;

/// <summary>Takes objects from the queue, reads their current state, reconciles several at once, and repeats those that threw.</summary>
internal sealed class EntityQueueWorker<TEntity>(
    TimedEntityQueue<TEntity> queue,
    IKubernetesClient client,
    Reconciler<TEntity> reconciler,
    OperatorSettings settings,
    OperatorMetrics metrics,
    ActivitySource activities,
    TimeProvider time,
    ILogger<EntityQueueWorker<TEntity>> logger)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private static readonly string Kind = typeof(TEntity).Name;

    private readonly ParallelReconciliationSettings parallel = settings.ParallelReconciliation;

    /// <summary>Works until the term ends, and returns only after every reconcile that was begun has returned.</summary>
    public async Task RunAsync(CancellationToken term)
    {
        using var slots = new SemaphoreSlim(parallel.MaxParallelReconciliations);
        try
        {
            while (true)
            {
                await slots.WaitAsync(term).ConfigureAwait(false);
                _ = WorkAsync(slots, term);
            }
        }
        finally
        {
            for (var i = 0; i < parallel.MaxParallelReconciliations; i++) await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Deals with one object in one slot. Never throws: what goes wrong is a retry.</summary>
    private async Task WorkAsync(SemaphoreSlim slots, CancellationToken term)
    {
        try
        {
            var entry = await queue.DequeueAsync(term).ConfigureAwait(false);
            try
            {
                await ProcessAsync(entry, term).ConfigureAwait(false);
            }
            finally
            {
                queue.Complete(entry.Entity);
            }
        }
        catch (Exception) when (term.IsCancellationRequested)
        {
            // The term is over: whatever a cancelled call throws, there is nothing to retry here.
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task ProcessAsync(QueueEntry<TEntity> entry, CancellationToken term)
    {
        using var activity = activities.StartActivity($"reconcile {Kind}");
        var started = time.GetTimestamp();
        try
        {
            var result = await ReconcileAsync(entry, term).ConfigureAwait(false);
            if (result is null) return;
            metrics.Reconciled(Kind, entry.ReconciliationType, result.IsSuccess, time.GetElapsedTime(started), result.Error);
            if (!result.IsSuccess) logger.ReconcileUnsuccessful(result.Error, Kind, Describe(entry), result.ErrorMessage);
            if (result.RequeueAfter is { } after) await RequeueAsync(result.Entity, entry, after, term).ConfigureAwait(false);
        }
        catch (Exception error) when (!term.IsCancellationRequested)
        {
            metrics.Reconciled(Kind, entry.ReconciliationType, succeeded: false, time.GetElapsedTime(started), error);
            await RetryAsync(entry, error, term).ConfigureAwait(false);
        }
    }

    /// <returns>The result, or null where the object is gone, which its own Deleted event reports.</returns>
    private async Task<ReconciliationResult<TEntity>?> ReconcileAsync(QueueEntry<TEntity> entry, CancellationToken term)
    {
        if (entry.ReconciliationType == ReconciliationType.Deleted) return await reconciler.ReconcileAsync(entry.Entity, entry.ReconciliationType, term).ConfigureAwait(false);
        var current = await client.GetAsync<TEntity>(entry.Entity.Name(), entry.Entity.Namespace(), term).ConfigureAwait(false);
        return current is null ? null : await reconciler.ReconcileAsync(current, entry.ReconciliationType, term).ConfigureAwait(false);
    }

    private async Task RequeueAsync(TEntity entity, QueueEntry<TEntity> entry, TimeSpan after, CancellationToken term)
    {
        var type = entry.ReconciliationType == ReconciliationType.Added ? ReconciliationType.Modified : entry.ReconciliationType;
        metrics.Requeued(Kind, "operator_requeue");
        await queue.Enqueue(entity, type, ReconciliationTriggerSource.Operator, after, 0, term).ConfigureAwait(false);
    }

    private async Task RetryAsync(QueueEntry<TEntity> entry, Exception error, CancellationToken term)
    {
        var retry = entry.RetryCount + 1;
        if (retry > parallel.MaxErrorRetries)
        {
            logger.ReconcileGivenUp(error, Kind, Describe(entry), retry);
            return;
        }

        var delay = parallel.GetErrorBackoffDelay(retry);
        logger.ReconcileRetried(error, Kind, Describe(entry), retry, delay);
        metrics.Requeued(Kind, "error_retry");
        await queue.Enqueue(entry.Entity, entry.ReconciliationType, ReconciliationTriggerSource.Operator, delay, retry, term).ConfigureAwait(false);
    }

    private static string Describe(QueueEntry<TEntity> entry) => $"{entry.Entity.Namespace()}/{entry.Entity.Name()}";
}
