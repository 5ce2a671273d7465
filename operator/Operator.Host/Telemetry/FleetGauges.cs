using InferOps.Operator.Core.Telemetry;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Reconciliation.Scaling;
using Prometheus;

namespace InferOps.Operator.Host.Telemetry;

/// <summary>Exports what is known of services and pools at every scrape: from watches and memory, without a request. Series of what is gone go with it.</summary>
internal sealed class FleetGauges(ClusterState state, ScalingBoard board, Leadership leadership, TimeProvider time)
{
    public void ExportTo(CollectorRegistry registry)
    {
        var gauges = new GaugeBoard(Metrics.WithCustomRegistry(registry), FleetMetrics.All);
        registry.AddBeforeCollectCallback(() =>
        {
            OperatorMetrics.Leads(leadership.IsLeader);
            gauges.Show(leadership.IsLeader ? Samples() : []);
        });
    }

    private IEnumerable<FleetSample> Samples() =>
        state.Services.Snapshot.Items.Values.SelectMany(service => ServiceSamples.Of(service.Observed, board.Find(service.Observed.Key)?.Demand))
            .Concat(state.Pools.Snapshot.Items.Values.SelectMany(pool => PoolSamples.Of(pool.Observed, time.GetUtcNow())));
}
