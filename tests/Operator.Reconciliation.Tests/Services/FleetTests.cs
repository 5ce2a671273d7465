using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Reconciliation.Tests.Fakes;

namespace InferOps.Operator.Reconciliation.Tests.Services;

/// <summary>Several services, and pools that do not deliver.</summary>
public sealed class FleetTests
{
    private static readonly ObjectKey Second = new("default", "second");

    [Fact]
    public async Task Two_services_never_get_one_GPU_although_no_pod_has_a_node_yet()
    {
        var stage = new Stage("onprem");
        stage.Cluster.Kubelet.Binds = false;
        stage.Add(Stage.Reciter, spec => spec with { Scaling = spec.Scaling! with { MinReplicas = 2 } });
        stage.Add(Second, spec => spec with { Scaling = spec.Scaling! with { MinReplicas = 1 } });
        await stage.SettleAsync();
        await stage.SettleAsync(Second);
        Assert.Equal(2, stage.Cluster.ReplicasByPool(Stage.Reciter)["onprem"]);
        Assert.Empty(stage.Cluster.ReplicasByPool(Second));
        Assert.Contains(PlacementReasons.NoFreeGpus, stage.Cluster.Condition(Second, ConditionTypes.Placed).Message, StringComparison.Ordinal);

        // A new leader has only the Deployments to go by.
        stage.RestartOperator();
        await stage.SettleAsync(Second);
        Assert.Empty(stage.Cluster.ReplicasByPool(Second));

        stage.Cluster.Remove(Stage.Reciter);
        await stage.ReconcileAsync();
        await stage.SettleAsync(Second);
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Second)["onprem"]);
    }

    [Fact]
    public async Task Paid_for_GPUs_are_kept_warm_and_given_to_whoever_needs_them()
    {
        var stage = new Stage("onprem", "dedicated");
        var concerned = new List<ObjectKey>();
        stage.Reconciler.Concerned += concerned.Add;
        stage.Add(Stage.Reciter, spec => spec with { Placement = new() { WarmSpares = WarmSpares.WhereFree } });
        await stage.SettleAsync();
        Assert.Equal(new Dictionary<string, int> { ["dedicated"] = 2, ["onprem"] = 2 }, stage.Cluster.ReplicasByPool(Stage.Reciter));
        var status = stage.Cluster.Service(Stage.Reciter)!.Service.Status;
        Assert.Equal(1, status.DesiredReplicas);
        Assert.Equal(3, status.Placement!.Pools!.Sum(pool => pool.Spare));

        stage.Add(Second, spec => spec with { Scaling = spec.Scaling! with { MinReplicas = 2 } });
        await stage.SettleAsync(Second);
        Assert.Contains(Stage.Reciter, concerned);
        await stage.SettleAsync();
        await stage.SettleAsync(Second);
        Assert.Equal(2, stage.Cluster.ReplicasByPool(Stage.Reciter).Values.Sum());
        Assert.Equal(2, stage.Cluster.ReplicasByPool(Second).Values.Sum());
        Assert.Equal(4, stage.Cluster.Kubelet.GpuUses().Count);
    }

    [Fact]
    public async Task A_pool_that_does_not_deliver_is_left_alone_for_a_while_and_then_tried_again()
    {
        var stage = new Stage();
        stage.Add(Stage.Reciter);
        stage.Cluster.Kubelet.BecomesReady = pool => pool != "onprem";
        await stage.SettleAsync();
        Assert.Equal(["onprem"], stage.Cluster.ReplicasByPool(Stage.Reciter).Keys);

        // One and a half times the lead time of 30 s.
        stage.Time.Advance(TimeSpan.FromSeconds(46));
        await stage.SettleAsync();
        Assert.Equal(["dedicated"], stage.Cluster.ReplicasByPool(Stage.Reciter).Keys);
        var rejected = stage.Cluster.Service(Stage.Reciter)!.Service.Status.Placement!.Rejected!.Single(pool => pool.Name == "onprem");
        Assert.Equal(PlacementReasons.CoolingDown, rejected.Reason);

        // The late pod is gone, the memory of it is not; and the end of it is a reason to look again.
        stage.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(30), await stage.ReconcileAsync());
        Assert.Empty(stage.Cluster.Writes);
        stage.Time.Advance(TimeSpan.FromSeconds(31));
        await stage.SettleAsync();
        Assert.DoesNotContain(stage.Cluster.Service(Stage.Reciter)!.Service.Status.Placement!.Rejected ?? [], pool => pool.Reason == PlacementReasons.CoolingDown);
    }

    [Fact]
    public async Task Replicas_that_a_quota_refuses_are_asked_for_again_less_and_less_often_and_the_status_says_why()
    {
        var stage = new Stage("onprem");
        stage.Cluster.Kubelet.Quota = 1;
        stage.Add(Stage.Reciter, spec => spec with { Scaling = spec.Scaling! with { MinReplicas = 2 } });
        await stage.SettleAsync();
        // The second pod does not exist, so the Deployment no longer asks for it, and what answers stays.
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Stage.Reciter)["onprem"]);
        var placed = stage.Cluster.Condition(Stage.Reciter, ConditionTypes.Placed);
        Assert.Equal((ConditionStatus.False, Reasons.PartlyPlaced), (placed.Status, placed.Reason));
        Assert.Contains("onprem: QuotaExceeded (takes no new replica until 12:01:00 UTC: the API server creates no pod, exceeded quota: gpus", placed.Message, StringComparison.Ordinal);

        stage.Time.Advance(TimeSpan.FromSeconds(61));
        await stage.SettleAsync();
        Assert.Contains("until 12:03:01 UTC", stage.Cluster.Condition(Stage.Reciter, ConditionTypes.Placed).Message, StringComparison.Ordinal);

        stage.Cluster.Kubelet.Quota = null;
        stage.Time.Advance(TimeSpan.FromSeconds(121));
        await stage.SettleAsync();
        Assert.Equal(2, stage.Cluster.ReplicasByPool(Stage.Reciter)["onprem"]);
        Assert.Equal(ConditionStatus.True, stage.Cluster.Condition(Stage.Reciter, ConditionTypes.Placed).Status);
    }

    [Fact]
    public async Task Where_there_is_no_other_pool_a_late_replica_goes_on_trying()
    {
        var stage = new Stage("onprem");
        stage.Add(Stage.Reciter);
        stage.Cluster.Kubelet.BecomesReady = _ => false;
        await stage.SettleAsync();
        stage.Time.Advance(TimeSpan.FromMinutes(10));
        await stage.SettleAsync();
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Stage.Reciter)["onprem"]);
        Assert.Single(stage.Cluster.Kubelet.PodsOf(Stage.Reciter));
    }

    [Fact]
    public async Task A_pool_whose_spec_is_wrong_is_not_used_and_does_no_harm()
    {
        var stage = new Stage("onprem");
        stage.Cluster.Pools.Add(new() { Name = "broken", Spec = new() { Type = PoolType.Cloud, Cost = new() { GpuHour = "dear" } } });
        stage.Add(Stage.Reciter);
        await stage.SettleAsync();
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Stage.Reciter)["onprem"]);
        Assert.Equal(PlacementReasons.InvalidPool, Assert.Single(stage.Cluster.Service(Stage.Reciter)!.Service.Status.Placement!.Rejected!).Reason);
    }
}
