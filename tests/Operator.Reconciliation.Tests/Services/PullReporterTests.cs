using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Tests.Fakes;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Reconciliation.Tests.Services;

public sealed class PullReporterTests
{
    private const string Address = "10.0.0.7";

    [Fact]
    public async Task A_pod_carries_how_far_its_model_is_until_it_is_there()
    {
        var (stage, pod) = await PullingAsync();

        stage.Cluster.Pulls[Address] = new(1 << 20, 4 << 20);
        await stage.ReconcileAsync();
        await stage.ReconcileAsync();
        stage.Cluster.Pulls[Address] = new(2 << 20, 4 << 20);
        stage.Time.Advance(TimeSpan.FromSeconds(10));
        await stage.ReconcileAsync();
        stage.Cluster.Kubelet.Change(pod, before => before with { Pulling = null, Pulled = true });
        await stage.ReconcileAsync();
        await stage.ReconcileAsync();

        Assert.Equal(
            [$"condition Pod {pod} False Pulling 25 % (1.0 of 4.0 MiB) in container pull", $"condition Pod {pod} False Pulling 50 % (2.0 of 4.0 MiB) in container pull", $"condition Pod {pod} True Pulled"],
            stage.Cluster.Writes.Where(write => write.StartsWith("condition", StringComparison.Ordinal)));
        Assert.Equal(2, stage.Cluster.AskedPulls);
    }

    [Fact]
    public async Task A_condition_that_may_not_be_written_keeps_the_service_from_nothing()
    {
        var (stage, _) = await PullingAsync();
        stage.Cluster.Refuses = key => key.Kind == "Pod" ? "no right" : null;
        await stage.ReconcileAsync();
        Assert.Equal("PullingModel", stage.Cluster.Condition(Stage.Reciter, "Available").Reason);
    }

    /// <summary>A service whose one replica has come as far as its init container.</summary>
    private static async Task<(Stage Stage, ObjectKey Pod)> PullingAsync()
    {
        var stage = new Stage("onprem");
        stage.Cluster.Kubelet.BecomesReady = _ => false;
        stage.Add(Stage.Reciter, spec => spec with { Scaling = new() { Mode = ScalingMode.Off, Replicas = 1 } });
        await stage.SettleAsync();
        var pod = new ObjectKey("default", stage.Cluster.Service(Stage.Reciter)!.Pods.Single(pod => !pod.Inspection).Name);
        stage.Cluster.Kubelet.Change(pod, before => before with { Address = Address, Pulling = "pull" });
        return (stage, pod);
    }
}
