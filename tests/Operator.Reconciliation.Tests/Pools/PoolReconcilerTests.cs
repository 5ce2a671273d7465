using InferOps.Operator.Reconciliation.Pools;
using InferOps.Operator.Reconciliation.Tests.Fakes;

namespace InferOps.Operator.Reconciliation.Tests.Pools;

public sealed class PoolReconcilerTests
{
    [Fact]
    public async Task Says_what_its_nodes_hold_and_writes_that_once()
    {
        var stage = await Stage.WithRunningServiceAsync();
        var reconciler = new PoolReconciler(stage.Cluster, stage.Time);
        await reconciler.ReconcileAsync("onprem", Stage.Cancellation);
        stage.Time.Advance(TimeSpan.FromHours(1));
        await reconciler.ReconcileAsync("onprem", Stage.Cancellation);
        Assert.Equal(["status ComputePool onprem"], stage.Cluster.Writes);
        var status = stage.Cluster.Pools.Single(pool => pool.Name == "onprem").Status;
        Assert.Equal((1, 2, 1, 1, 1), (status.Nodes, status.Gpus!.Capacity, status.Gpus.Allocated, status.Gpus.Free, status.Services));
    }

    [Fact]
    public async Task A_pool_that_is_gone_needs_nothing()
    {
        var stage = new Stage();
        await new PoolReconciler(stage.Cluster, stage.Time).ReconcileAsync("gone", Stage.Cancellation);
        Assert.Empty(stage.Cluster.Writes);
    }
}
