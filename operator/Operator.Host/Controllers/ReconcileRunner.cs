using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Live;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;

namespace InferOps.Operator.Host.Controllers;

/// <summary>Runs one reconcile the way KubeOps needs it: after the first lists are in, and with a requeue in every answer, because KubeOps retries nothing else for ever.</summary>
internal sealed class ReconcileRunner(ClusterState state, RetryDelays retries, TimeProvider time, ILogger<ReconcileRunner> logger)
{
    /// <param name="reconcile">Does the work; returns when to look again if nothing happens before.</param>
    public async Task<ReconciliationResult<T>> RunAsync<T>(T entity, Func<ObjectKey, CancellationToken, Task<TimeSpan>> reconcile, CancellationToken cancellationToken)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        var key = new ObjectKey(entity.Metadata.NamespaceProperty ?? "", entity.Metadata.Name);
        try
        {
            // Before the first lists are in, what is absent is only unknown: deciding now would prune what runs.
            await state.Synced.WaitAsync(cancellationToken);
            var again = await MeasureAsync(KindOf<T>(), () => reconcile(key, cancellationToken));
            retries.Succeeded(typeof(T), key);
            return ReconciliationResult<T>.Success(entity, again);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var delay = retries.Failed(typeof(T), key);
            logger.ReconcileFailed(KindOf<T>(), key.ToString(), delay, exception);
            return ReconciliationResult<T>.Failure(entity, exception.Message, exception, delay);
        }
    }

    private static string KindOf<T>() => ((KubernetesEntityAttribute)Attribute.GetCustomAttribute(typeof(T), typeof(KubernetesEntityAttribute))!).Kind;

    private async Task<TimeSpan> MeasureAsync(string kind, Func<Task<TimeSpan>> reconcile)
    {
        var (begin, success) = (time.GetTimestamp(), false);
        try
        {
            var again = await reconcile();
            success = true;
            return again;
        }
        finally
        {
            OperatorMetrics.Reconciled(kind, success, time.GetElapsedTime(begin));
        }
    }

    /// <summary>The object is gone; nothing remembers it any more.</summary>
    public Task<ReconciliationResult<T>> Forget<T>(T entity)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        retries.Succeeded(typeof(T), new(entity.Metadata.NamespaceProperty ?? "", entity.Metadata.Name));
        return Task.FromResult(ReconciliationResult<T>.Success(entity));
    }
}
