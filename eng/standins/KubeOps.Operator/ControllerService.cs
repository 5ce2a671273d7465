using k8s;
using k8s.Models;
using KubeOps.Operator.LeaderElection;
using KubeOps.Operator.Queue;
using KubeOps.Operator.Watcher;
using Microsoft.Extensions.Hosting;

namespace KubeOps.Operator;

/// <summary>Runs watcher and worker of one type of object for as long as this instance leads.</summary>
internal sealed class ControllerService<TEntity>(
    ILeadership leadership, TimedEntityQueue<TEntity> queue, ResourceWatcher<TEntity> watcher, EntityQueueWorker<TEntity> worker) : BackgroundService
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var term in leadership.TermsAsync(stoppingToken).ConfigureAwait(false))
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(term, stoppingToken);
            await RunTermAsync(ending.Token).ConfigureAwait(false);
        }
    }

    private async Task RunTermAsync(CancellationToken term)
    {
        queue.Resume();
        try
        {
            await Task.WhenAll(watcher.RunAsync(term), worker.RunAsync(term)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            // The term is over; whoever leads next reconciles everything anew.
        }
        finally
        {
            queue.Suspend();
        }
    }
}
