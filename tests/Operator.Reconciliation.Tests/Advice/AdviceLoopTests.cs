using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Reconciliation.Advice;
using InferOps.Operator.Reconciliation.Tests.Fakes;

namespace InferOps.Operator.Reconciliation.Tests.Advice;

/// <summary>The quickstart's service on its two rented GPUs' worth of load, and what the loop makes of it over weeks.</summary>
public sealed class AdviceLoopTests
{
    private static readonly AdviceOptions Options = new() { Namespace = "inferops-system", Interval = TimeSpan.FromMinutes(30) };
    private static readonly ManifestKey Kept = new("v1", "ConfigMap", "inferops-system", "inferops-load-history");

    [Fact]
    public async Task After_a_week_the_status_says_which_commitments_would_be_cheaper()
    {
        var stage = await Stage.WithRunningServiceAsync();
        var loop = Loop(stage);
        await RunAsync(stage, loop, TimeSpan.FromDays(6));
        Assert.Equal((ConditionStatus.Unknown, Reasons.TooLittleHistory), await StateAsync(stage));

        await RunAsync(stage, loop, TimeSpan.FromDays(2));
        Assert.Equal((ConditionStatus.True, Reasons.ChangeAdvised), await StateAsync(stage));
        var advice = Assert.Single(stage.Cluster.Service(Stage.Reciter)!.Service.Status.Advice!);
        Assert.Equal(("dedicated", AdviceActions.Release, 2), (advice.Pool, advice.Action, advice.Gpus));
        Assert.Single(stage.Cluster.Events, happened => happened.Reason == EventReasons.CommitmentAdvised);
    }

    [Fact]
    public async Task The_history_is_kept_once_an_hour_and_outlives_the_operator()
    {
        var stage = await Stage.WithRunningServiceAsync();
        await RunAsync(stage, Loop(stage), TimeSpan.FromDays(8));
        Assert.InRange(stage.Cluster.Writes.Count(write => write == $"apply {Kept}"), 8 * 24, (8 * 24) + 1);

        stage.RestartWithoutMemory();
        var next = Loop(stage);
        await next.TickAsync(Stage.Cancellation);
        Assert.True(stage.Board.Outlook!.Judged["dedicated"]);
    }

    [Fact]
    public async Task Who_starts_again_within_the_hour_writes_nothing()
    {
        var stage = await Stage.WithRunningServiceAsync();
        await Loop(stage).TickAsync(Stage.Cancellation);
        stage.Cluster.Writes.Clear();
        await Loop(stage).TickAsync(Stage.Cancellation);
        Assert.Empty(stage.Cluster.Writes);
    }

    [Fact]
    public async Task A_history_that_may_not_be_read_is_not_overwritten()
    {
        var stage = await Stage.WithRunningServiceAsync();
        var loop = Loop(stage);
        stage.Cluster.Refuses = key => key == Kept ? "configmaps is forbidden" : null;
        await Assert.ThrowsAsync<ClusterRefusedException>(() => loop.TickAsync(Stage.Cancellation));
        Assert.Null(stage.Board.Outlook);
        stage.Cluster.Refuses = _ => null;
        await loop.TickAsync(Stage.Cancellation);
        Assert.NotNull(stage.Board.Outlook);
    }

    [Fact]
    public async Task Only_the_leader_records_and_it_forgets_when_another_leads()
    {
        var stage = await Stage.WithRunningServiceAsync();
        var leads = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stage.Cancellation);
        var running = Loop(stage).RunAsync(() => leads, failure => throw failure, stop.Token);
        Assert.Empty(stage.Cluster.Writes);
        leads = true;
        stage.Time.Advance(Options.Interval);
        Assert.Equal([$"apply {Kept}"], stage.Cluster.Writes);
        leads = false;
        stage.Time.Advance(Options.Interval);
        Assert.Null(stage.Board.Outlook);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static AdviceLoop Loop(Stage stage) => new(stage.Cluster, stage.Board, Options, stage.Time);

    private static async Task RunAsync(Stage stage, AdviceLoop loop, TimeSpan during)
    {
        for (var end = stage.Time.GetUtcNow() + during; stage.Time.GetUtcNow() < end; stage.Time.Advance(Options.Interval)) await loop.TickAsync(Stage.Cancellation);
    }

    private static async Task<(ConditionStatus Status, string Reason)> StateAsync(Stage stage)
    {
        await stage.ReconcileAsync();
        return stage.Cluster.Condition(Stage.Reciter, ConditionTypes.CommitmentAdvice) is var condition ? (condition.Status, condition.Reason) : default;
    }
}
