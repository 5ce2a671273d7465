using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.KubernetesClient;
using KubeOps.Operator.Logging;
using KubeOps.Operator.Metrics;
using KubeOps.Operator.Queue;
using Microsoft.Extensions.Logging;

namespace KubeOps.Operator.Watcher;

/// <summary>
/// Watches one type of object for ever and asks for a reconcile of what changed. A watch that ends is resumed where it ended; one
/// whose resource version is gone starts over, and what vanished in the gap is reported as deleted.
/// </summary>
internal sealed class ResourceWatcher<TEntity>(
    IKubernetesClient client,
    TimedEntityQueue<TEntity> queue,
    IEntityLabelSelector<TEntity> selector,
    OperatorSettings settings,
    OperatorMetrics metrics,
    TimeProvider time,
    ILogger<ResourceWatcher<TEntity>> logger)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private static readonly string Kind = typeof(TEntity).Name;

    private readonly KnownEntities<TEntity> known = new(settings.ReconcileStrategy);
    private string? resourceVersion;

    /// <summary>Watches until the term ends.</summary>
    public async Task RunAsync(CancellationToken term)
    {
        resourceVersion = null;
        known.ForgetVersions();
        var failures = 0;
        while (!term.IsCancellationRequested)
        {
            var events = 0;
            Exception? error = null;
            try
            {
                await foreach (var (type, entity) in OpenAsync(term).WithCancellation(term).ConfigureAwait(false))
                {
                    events++;
                    await HandleAsync(type, entity, term).ConfigureAwait(false);
                }
            }
            catch (Exception) when (term.IsCancellationRequested)
            {
                // The term is over, whatever a cancelled read throws.
                return;
            }
            catch (Exception caught)
            {
                error = caught;
            }

            failures = events > 0 ? 0 : failures + 1;
            // A server that ends a watch after it sent something is in order and is asked again at once.
            if (error is null && events > 0) continue;
            await PauseAsync(error, Math.Max(failures, 1), term).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<(WatchEventType Type, TEntity Entity)> OpenAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken term)
    {
        var labels = await selector.GetLabelSelectorAsync(term).ConfigureAwait(false);
        if (resourceVersion is null) await ReportVanishedAsync(labels, term).ConfigureAwait(false);
        logger.WatchStarted(Kind, resourceVersion);
        var changes = client.WatchAsync<TEntity>(
            settings.Namespace, resourceVersion, labels, fieldSelector: null, allowWatchBookmarks: true, cancellationToken: term);
        await foreach (var change in changes.ConfigureAwait(false)) yield return change;
    }

    private async Task HandleAsync(WatchEventType type, TEntity entity, CancellationToken term)
    {
        metrics.WatchEvent(Kind, type);
        switch (type)
        {
            case WatchEventType.Added or WatchEventType.Modified when known.Record(entity):
                var change = type == WatchEventType.Added ? ReconciliationType.Added : ReconciliationType.Modified;
                await EnqueueAsync(entity, change, term).ConfigureAwait(false);
                break;
            case WatchEventType.Deleted:
                known.Remove(entity);
                await EnqueueAsync(entity, ReconciliationType.Deleted, term).ConfigureAwait(false);
                break;
        }

        // Only now: an event that could not be handled must come again. Bookmarks carry nothing but this.
        resourceVersion = entity.ResourceVersion();
    }

    /// <summary>Starting over shows what exists, not what is missing; a list tells.</summary>
    private async Task ReportVanishedAsync(string? labels, CancellationToken term)
    {
        if (known.IsEmpty) return;
        var present = await client.ListAsync<TEntity>(settings.Namespace, labels, cancellationToken: term).ConfigureAwait(false);
        foreach (var entity in known.RemoveVanished(present)) await EnqueueAsync(entity, ReconciliationType.Deleted, term).ConfigureAwait(false);
    }

    private Task EnqueueAsync(TEntity entity, ReconciliationType type, CancellationToken term) =>
        queue.Enqueue(entity, type, ReconciliationTriggerSource.ApiServer, TimeSpan.Zero, 0, term);

    private async Task PauseAsync(Exception? error, int failures, CancellationToken term)
    {
        metrics.WatcherReconnected(Kind);
        var delay = WatchBackoff.Delay(failures, Random.Shared.NextDouble());
        if (error is not null && IsGone(error))
        {
            resourceVersion = null;
            logger.WatchExpired(Kind);
        }
        else if (error is not null)
        {
            logger.WatchFailed(error, Kind, delay);
        }

        await Task.Delay(delay, time, term).ConfigureAwait(false);
    }

    private static bool IsGone(Exception error) => error switch
    {
        KubernetesException inStream => inStream.Status?.Code == (int)HttpStatusCode.Gone,
        HttpOperationException refusal => refusal.Response?.StatusCode == HttpStatusCode.Gone,
        _ => false,
    };
}
