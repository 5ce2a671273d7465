using System.Threading.Channels;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Reconciliation.Scaling;
using InferOps.Operator.Reconciliation.Services;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Abstractions.Reconciliation.Queue;

namespace InferOps.Operator.Host.Controllers;

/// <summary>
/// Puts a service into KubeOps' queue when something it depends on changed: a Deployment or Pod of its own, a pool, an engine, a node, a scaling decision, or another service's
/// booking of GPUs.
/// KubeOps watches only the kinds that have a controller.
/// </summary>
internal sealed class ReconcileTriggers(
    ClusterState state, AutoscaleLoop autoscaler, ServiceReconciler reconciler, EntityQueue<V1Alpha1InferenceService> services, EntityQueue<V1Alpha1ComputePool> pools,
    EntityQueue<V1Alpha1InferenceEngine> engines, TimeProvider time)
    : BackgroundService
{
    /// <summary>A burst of changes (a rollout, a relist) is answered once.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    private readonly Channel<ObjectKey?> _changes = Channel.CreateUnbounded<ObjectKey?>(new() { SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        state.ServiceChanged += Changed;
        state.FleetChanged += FleetChanged;
        reconciler.Concerned += Changed;
        try
        {
            await state.Synced.WaitAsync(stoppingToken);
            await Task.WhenAll(autoscaler.RunAsync(Changed, stoppingToken), ForwardAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what was still waiting here is found again by the next leader's first list.
        }
        finally
        {
            state.ServiceChanged -= Changed;
            state.FleetChanged -= FleetChanged;
            reconciler.Concerned -= Changed;
        }
    }

    private void Changed(ObjectKey service) => _changes.Writer.TryWrite(service);

    private void FleetChanged() => _changes.Writer.TryWrite(null);

    private async Task ForwardAsync(CancellationToken cancellationToken)
    {
        while (await _changes.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Settle, time, cancellationToken);
            var changed = new HashSet<ObjectKey>();
            var fleet = false;
            while (_changes.Reader.TryRead(out var change))
            {
                if (change is { } service) changed.Add(service);
                else fleet = true;
            }
            await EnqueueAsync(changed, fleet, cancellationToken);
        }
    }

    private async Task EnqueueAsync(HashSet<ObjectKey> changed, bool fleet, CancellationToken cancellationToken)
    {
        foreach (var service in state.Services.Snapshot.Items.Values.Where(service => fleet || changed.Contains(service.Observed.Key)))
            await services(service.Entity, ReconciliationType.Modified, ReconciliationTriggerSource.Operator, TimeSpan.Zero, 0, cancellationToken);
        foreach (var pool in state.Pools.Snapshot.Items.Values)
            await pools(pool.Entity, ReconciliationType.Modified, ReconciliationTriggerSource.Operator, TimeSpan.Zero, 0, cancellationToken);
        foreach (var engine in state.Engines.Snapshot.Items.Values)
            await engines(engine.Entity, ReconciliationType.Modified, ReconciliationTriggerSource.Operator, TimeSpan.Zero, 0, cancellationToken);
    }
}
