using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation.Tests.Fakes;

namespace InferOps.Operator.Reconciliation.Tests.Services;

public sealed class LeavingTests
{
    [Fact]
    public async Task The_idle_most_replica_is_marked_right_before_its_Deployment_becomes_smaller_and_leaves()
    {
        var stage = await StageOfTwoAsync();
        var (first, second) = (Pods(stage)[0], Pods(stage)[1]);
        (stage.Rates.Loads[first.Name], stage.Rates.Loads[second.Name]) = (0, 5);
        await WantOneAsync(stage);

        Assert.Equal([$"annotate Pod default/{first.Name} -1", "apply Deployment default/reciter-onprem"], stage.Cluster.Writes.Take(2));
        stage.Cluster.RunControllers();
        Assert.Equal(second.Name, Assert.Single(Pods(stage)).Name);
    }

    [Fact]
    public async Task Without_loads_the_Deployment_becomes_smaller_all_the_same()
    {
        var stage = await StageOfTwoAsync();
        await WantOneAsync(stage);
        Assert.Equal("apply Deployment default/reciter-onprem", stage.Cluster.Writes[0]);
    }

    [Fact]
    public async Task Nobody_is_asked_for_loads_while_nobody_has_to_leave()
    {
        var stage = await StageOfTwoAsync();
        for (var tick = 0; tick < 10; tick++) await stage.Autoscaler.TickAsync(Stage.Cancellation);
        Assert.Equal(0, stage.Rates.AskedByReplica);
    }

    private static async Task<Stage> StageOfTwoAsync()
    {
        var stage = new Stage("onprem");
        stage.Add(Stage.Reciter, spec => spec with { Scaling = new() { Mode = ScalingMode.Off, Replicas = 2 } });
        await stage.SettleAsync();
        Assert.Equal(2, Pods(stage).Count);
        return stage;
    }

    private static async Task WantOneAsync(Stage stage)
    {
        stage.Cluster.Change(Stage.Reciter, spec => spec with { Scaling = new() { Mode = ScalingMode.Off, Replicas = 1 } });
        await stage.Autoscaler.TickAsync(Stage.Cancellation);
        await stage.ReconcileAsync();
    }

    private static List<ObservedPod> Pods(Stage stage) => [.. stage.Cluster.Service(Stage.Reciter)!.Pods.Where(pod => !pod.Inspection).OrderBy(pod => pod.Name, StringComparer.Ordinal)];
}
