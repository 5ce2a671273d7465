using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Reconciliation.Tests.Fakes;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Reconciliation.Tests.Services;

/// <summary>The life of a service, from its creation to its end.</summary>
public sealed class ServiceReconcilerTests
{
    private static readonly ObjectKey Reciter = Stage.Reciter;

    [Fact]
    public async Task A_new_service_has_its_model_inspected_before_anything_is_placed()
    {
        var stage = new Stage();
        stage.Add(Reciter);
        var again = await stage.ReconcileAsync();
        Assert.Equal(["ServiceAccount", "NetworkPolicy", "Service", "PodDisruptionBudget", "Pod"], stage.Cluster.Objects.Keys.Select(key => key.Kind));
        Assert.Equal((ConditionStatus.Unknown, Reasons.InspectingModel), State(stage, ConditionTypes.Placed));
        Assert.True(again <= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Facts_lead_to_a_deployment_on_the_pool_that_costs_least_and_the_inspection_goes()
    {
        var stage = new Stage();
        stage.Add(Reciter);
        await stage.ReconcileAsync();
        stage.Cluster.RunControllers();
        stage.Cluster.Writes.Clear();
        await stage.ReconcileAsync();
        Assert.Contains("apply Deployment default/reciter-onprem", stage.Cluster.Writes);
        Assert.Contains(stage.Cluster.Writes, write => write.StartsWith("delete Pod default/reciter-inspect-", StringComparison.Ordinal));
        Assert.Equal((ConditionStatus.False, Reasons.ReplicasStarting), State(stage, ConditionTypes.Available));

        stage.Cluster.RunControllers();
        await stage.ReconcileAsync();
        Assert.Equal((ConditionStatus.True, Reasons.Ready), State(stage, ConditionTypes.Ready));
        Assert.Contains(stage.Cluster.Events, happened => happened.Reason == EventReasons.BecameReady);
    }

    [Fact]
    public async Task Reconciled_again_nothing_is_written()
    {
        var stage = await Stage.WithRunningServiceAsync();
        for (var round = 0; round < 5; round++)
        {
            await stage.ReconcileAsync();
            stage.Time.Advance(TimeSpan.FromHours(1));
        }
        Assert.Empty(stage.Cluster.Writes);
        Assert.Empty(stage.Cluster.Events);
    }

    [Fact]
    public async Task A_new_leader_writes_nothing_either()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.RestartOperator();
        await stage.ReconcileAsync();
        Assert.Empty(stage.Cluster.Writes);
    }

    [Fact]
    public async Task An_invalid_spec_changes_nothing_but_the_status()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Cluster.Change(Reciter, spec => spec with { Model = new() { Uri = "gopher://model" } });
        await stage.ReconcileAsync();
        Assert.Equal(["status InferenceService default/reciter"], stage.Cluster.Writes);
        Assert.Equal(ConditionStatus.False, State(stage, ConditionTypes.SpecValid).Status);
        Assert.Equal(ConditionStatus.True, State(stage, ConditionTypes.Stalled).Status);
        Assert.Contains(stage.Cluster.Events, happened => happened is { Reason: EventReasons.SpecRejected, Warning: true });
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Reciter)["onprem"]);

        stage.Cluster.Change(Reciter, _ => Stage.Spec);
        await stage.SettleAsync();
        Assert.Equal(ConditionStatus.True, State(stage, ConditionTypes.Ready).Status);
    }

    [Fact]
    public async Task An_engine_that_does_not_exist_is_said_and_changes_nothing()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Cluster.Engines.Clear();
        await stage.ReconcileAsync();
        Assert.Equal(ConditionStatus.False, State(stage, ConditionTypes.SpecValid).Status);
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Reciter)["onprem"]);
    }

    [Theory]
    [InlineData(ModelFailureReasons.ModelNotFound, true, 300)]
    [InlineData(ModelFailureReasons.DownloadFailed, false, 30)]
    public async Task A_model_that_cannot_be_used_is_said_and_looked_at_again_later(string reason, bool stalled, int seconds)
    {
        var stage = new Stage();
        stage.Add(Reciter);
        stage.Cluster.Kubelet.Report = new() { Failure = new() { Reason = reason, Message = "No such file." } };
        await stage.SettleAsync();
        Assert.Equal((ConditionStatus.False, reason), State(stage, ConditionTypes.Placed));
        Assert.Equal(stalled, State(stage, ConditionTypes.Stalled).Status == ConditionStatus.True);
        Assert.Empty(stage.Cluster.ReplicasByPool(Reciter));

        stage.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        await stage.ReconcileAsync();
        Assert.Empty(stage.Cluster.Writes);
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await stage.ReconcileAsync();
        Assert.StartsWith("delete Pod default/reciter-inspect-", Assert.Single(stage.Cluster.Writes), StringComparison.Ordinal);

        stage.Cluster.RunControllers();
        stage.Cluster.Kubelet.Report = new() { Facts = FakeKubelet.Facts };
        await stage.SettleAsync();
        Assert.Equal(ConditionStatus.True, State(stage, ConditionTypes.Ready).Status);
    }

    [Fact]
    public async Task Replicas_of_the_old_model_serve_until_the_new_one_is_known()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Cluster.Kubelet.Report = null;
        stage.Cluster.Change(Reciter, spec => spec with { Model = new() { Uri = "hf://acme/other/model.gguf@main" } });
        await stage.SettleAsync();
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Reciter)["onprem"]);
        Assert.DoesNotContain("other", Deployment(stage), StringComparison.Ordinal);

        stage.Cluster.Kubelet.Report = new() { Facts = FakeKubelet.Facts };
        stage.Cluster.RunControllers();
        await stage.SettleAsync();
        Assert.Contains("other", Deployment(stage), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspended_nothing_runs_and_resumed_it_runs_again()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Cluster.Change(Reciter, spec => spec with { Suspend = true });
        await stage.SettleAsync();
        Assert.Empty(stage.Cluster.Objects);
        Assert.Equal((ConditionStatus.False, Reasons.Suspended), State(stage, ConditionTypes.Available));

        stage.Cluster.Change(Reciter, spec => spec with { Suspend = false });
        await stage.SettleAsync();
        Assert.Equal(1, stage.Cluster.ReplicasByPool(Reciter)["onprem"]);
    }

    [Fact]
    public async Task A_service_that_is_being_deleted_is_left_to_the_garbage_collector()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Cluster.Put(stage.Cluster.Service(Reciter)!.Service with { Deleting = true });
        await stage.ReconcileAsync();
        stage.Cluster.Remove(Reciter);
        await stage.ReconcileAsync();
        Assert.Empty(stage.Cluster.Writes);
    }

    [Fact]
    public async Task Somebody_elses_change_is_undone_and_an_addition_is_not()
    {
        var stage = await Stage.WithRunningServiceAsync();
        var deployment = stage.Cluster.Objects.Keys.Single(key => key.Kind == "Deployment");
        stage.Cluster.Meddle(deployment, manifest => manifest["spec"]!["template"]!["spec"]!["dnsPolicy"] = "ClusterFirst");
        await stage.ReconcileAsync();
        Assert.Empty(stage.Cluster.Writes);

        stage.Cluster.Meddle(deployment, manifest => manifest["spec"]!["replicas"] = 7);
        await stage.ReconcileAsync();
        Assert.Equal(["apply Deployment default/reciter-onprem"], stage.Cluster.Writes);
    }

    private static (ConditionStatus Status, string Reason) State(Stage stage, string type) =>
        (stage.Cluster.Condition(Reciter, type).Status, stage.Cluster.Condition(Reciter, type).Reason);

    private static string Deployment(Stage stage) => stage.Cluster.Objects.Single(stored => stored.Key.Kind == "Deployment").Value.ToJsonString();
}
