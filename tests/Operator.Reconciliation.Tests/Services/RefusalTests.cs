using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Reconciliation.Tests.Fakes;

namespace InferOps.Operator.Reconciliation.Tests.Services;

/// <summary>The API server says no.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task One_refused_object_keeps_no_other_from_being_right_and_is_told_once()
    {
        var stage = new Stage();
        stage.Add(Stage.Reciter);
        stage.Cluster.Refuses = key => key.Kind == "Deployment" ? "exceeded quota: gpus" : null;
        for (var round = 0; round < 6; round++)
        {
            Assert.True(await stage.ReconcileAsync() <= TimeSpan.FromSeconds(10));
            stage.Cluster.RunControllers();
        }

        Assert.Contains(stage.Cluster.Objects.Keys, key => key.Kind == "Service");
        var available = stage.Cluster.Condition(Stage.Reciter, ConditionTypes.Available);
        Assert.Equal((ConditionStatus.False, Reasons.ApplyRefused), (available.Status, available.Reason));
        Assert.Contains("Deployment default/reciter-onprem: exceeded quota: gpus", available.Message, StringComparison.Ordinal);
        Assert.Single(stage.Cluster.Events, happened => happened.Reason == EventReasons.ApplyRefused);

        stage.Cluster.Refuses = _ => null;
        await stage.SettleAsync();
        Assert.Equal(Reasons.AllReplicasReady, stage.Cluster.Condition(Stage.Reciter, ConditionTypes.Available).Reason);
    }

    [Fact]
    public async Task A_refused_removal_is_told_too()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Cluster.Refuses = key => key.Kind == "Deployment" ? "denied by policy" : null;
        stage.Cluster.Change(Stage.Reciter, spec => spec with { Suspend = true });
        await stage.ReconcileAsync();
        Assert.Equal(["Deployment"], stage.Cluster.Objects.Keys.Select(key => key.Kind));
        Assert.Contains("denied by policy", stage.Cluster.Condition(Stage.Reciter, ConditionTypes.Available).Message, StringComparison.Ordinal);
    }
}
