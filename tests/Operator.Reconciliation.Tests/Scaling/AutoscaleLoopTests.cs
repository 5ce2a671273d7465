using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Reconciliation.Tests.Fakes;

namespace InferOps.Operator.Reconciliation.Tests.Scaling;

public sealed class AutoscaleLoopTests
{
    private static readonly ObjectKey Reciter = Stage.Reciter;

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task Prometheus_is_asked_once_per_signal_however_many_services_there_are(int services)
    {
        var stage = new Stage();
        for (var number = 0; number < services; number++) stage.Add(new("default", $"service-{number}"));
        await stage.Autoscaler.TickAsync(Stage.Cancellation);
        var asked = Assert.Single(stage.Rates.Asked);
        Assert.Equal(Enum.GetValues<Signal>(), asked.Select(query => query.Signal).Order());
    }

    [Fact]
    public async Task Demand_that_grows_asks_for_a_reconcile_and_the_reconcile_scales()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Rates.Set(Reciter, replicas: 1, generated: 10);
        Assert.Equal([Reciter], await TickAsync(stage));
        await stage.SettleAsync();
        Assert.Empty(await TickAsync(stage));

        // 120 tokens a second at 40 a replica within 85 %.
        stage.Rates.Set(Reciter, replicas: 1, generated: 120);
        Assert.Equal([Reciter], await TickAsync(stage));
        await stage.ReconcileAsync();
        Assert.Equal(4, stage.Cluster.ReplicasByPool(Reciter).Values.Sum());
        Assert.Equal(2, stage.Cluster.ReplicasByPool(Reciter)["onprem"]);
        Assert.Equal(2, stage.Cluster.ReplicasByPool(Reciter)["dedicated"]);
    }

    [Fact]
    public async Task While_Prometheus_is_away_nothing_is_scaled_and_the_status_says_why()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Rates.Set(Reciter, replicas: 1, generated: 120);
        await TickAsync(stage);
        await stage.SettleAsync();
        stage.Rates.Failure = "connection refused";
        for (var tick = 0; tick < 100; tick++)
        {
            var asked = await TickAsync(stage);
            Assert.Equal(tick == 0 ? [Reciter] : [], asked);
            if (tick == 0) await stage.SettleAsync();
        }
        await stage.ReconcileAsync();
        Assert.Empty(stage.Cluster.Writes);
        Assert.Equal(4, stage.Cluster.ReplicasByPool(Reciter).Values.Sum());
        var metrics = stage.Cluster.Condition(Reciter, ConditionTypes.MetricsAvailable);
        Assert.Equal((ConditionStatus.False, HoldReasons.PrometheusUnavailable), (metrics.Status, metrics.Reason));
        Assert.Contains("connection refused", metrics.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_without_a_row_is_held_and_not_taken_for_idle()
    {
        var stage = await Stage.WithRunningServiceAsync();
        stage.Rates.Set(Reciter, replicas: 1, generated: 120);
        await TickAsync(stage);
        await stage.SettleAsync();
        stage.Rates.Rates.Clear();
        for (var tick = 0; tick < 100; tick++) await TickAsync(stage);
        await stage.SettleAsync();
        Assert.Equal(4, stage.Cluster.ReplicasByPool(Reciter).Values.Sum());
        Assert.Equal(HoldReasons.MetricsMissing, stage.Cluster.Condition(Reciter, ConditionTypes.MetricsAvailable).Reason);
    }

    [Fact]
    public async Task A_service_that_is_gone_or_invalid_is_not_decided_upon()
    {
        var stage = await Stage.WithRunningServiceAsync();
        await TickAsync(stage);
        Assert.NotNull(stage.Board.Find(Reciter));
        stage.Cluster.Change(Reciter, spec => spec with { Model = new() { Uri = "" } });
        Assert.Empty(await TickAsync(stage));
        stage.Cluster.Remove(Reciter);
        Assert.Empty(await TickAsync(stage));
        Assert.Null(stage.Board.Find(Reciter));
    }

    [Fact]
    public async Task What_was_learned_of_a_model_survives_a_restart_and_another_model_begins_anew()
    {
        var stage = new Stage();
        stage.Add(Reciter, spec => spec with { Scaling = spec.Scaling! with { Capacity = null } });
        await stage.SettleAsync();
        stage.Rates.Set(Reciter, replicas: 1, generated: 40);
        stage.Rates.Rates[Reciter] = stage.Rates.Rates[Reciter] with { Waiting = 3 };
        for (var tick = 0; tick < 6; tick++) await TickAsync(stage);
        await stage.SettleAsync();
        for (var tick = 0; tick < 10; tick++) await TickAsync(stage);
        await stage.ReconcileAsync();
        Assert.Empty(stage.Cluster.Writes);

        stage.RestartWithoutMemory();
        stage.Rates.Rates[Reciter] = stage.Rates.Rates[Reciter] with { Waiting = 0 };
        await TickAsync(stage);
        Assert.Equal(1, stage.Board.Find(Reciter)!.Demand.Demand!.Busy, 6);

        stage.Cluster.Change(Reciter, spec => spec with { Model = spec.Model with { Uri = "hf://example/other/other.gguf" } });
        await TickAsync(stage);
        Assert.Equal(HoldReasons.CapacityUnknown, stage.Board.Find(Reciter)!.Demand.Hold!.Reason);
    }

    [Fact]
    public async Task Runs_at_its_interval_until_it_is_stopped()
    {
        var stage = await Stage.WithRunningServiceAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stage.Cancellation);
        var asked = new List<ObjectKey>();
        var running = stage.Autoscaler.RunAsync(asked.Add, stop.Token);
        Assert.Equal([Reciter], asked);
        for (var tick = 2; tick <= 4; tick++)
        {
            stage.Time.Advance(TimeSpan.FromSeconds(15));
            for (var wait = 0; wait < 1000 && stage.Rates.Asked.Count < tick; wait++) await Task.Delay(5, Stage.Cancellation);
            Assert.Equal(tick, stage.Rates.Asked.Count);
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task<IReadOnlyList<ObjectKey>> TickAsync(Stage stage)
    {
        stage.Time.Advance(TimeSpan.FromSeconds(15));
        return await stage.Autoscaler.TickAsync(Stage.Cancellation);
    }
}
