using k8s.Models;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Operator.Metrics;
using KubeOps.Operator.Queue;

namespace InferOps.StandIns.Tests.Kubernetes;

public sealed class QueueTests
{
    private readonly VirtualTime time = new();
    private readonly TimedEntityQueue<Widget> queue;

    public QueueTests()
    {
        queue = new TimedEntityQueue<Widget>(time, new OperatorMetrics(null, "test"));
        queue.Resume();
    }

    [Fact]
    public async Task The_earliest_time_and_the_latest_news_win()
    {
        await Ask(Widget.Named("a", generation: 1), inSeconds: 5);
        await Ask(Widget.Named("a", generation: 2), inSeconds: 60);

        var next = queue.DequeueAsync(default);
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, (await next).Entity.Generation());

        time.Advance(TimeSpan.FromHours(2));
        await AssertEmptyAsync();
    }

    [Fact]
    public async Task An_object_in_hand_is_not_handed_out_again_until_it_is_completed()
    {
        await Ask(Widget.Named("a"));
        var inHand = await queue.DequeueAsync(default);
        await Ask(Widget.Named("a", generation: 2));
        await Ask(Widget.Named("b"));

        Assert.Equal("b", (await queue.DequeueAsync(default)).Entity.Name());
        await AssertEmptyAsync();
        queue.Complete(inHand.Entity);
        Assert.Equal(2, (await queue.DequeueAsync(default)).Entity.Generation());
    }

    [Fact]
    public async Task A_deletion_is_not_lost_to_a_late_request_but_to_a_new_object_of_that_name()
    {
        await Ask(Widget.Named("a", uid: "1"), ReconciliationType.Deleted);
        await Ask(Widget.Named("a", uid: "1"), ReconciliationType.Modified);
        await Ask(Widget.Named("b", uid: "2"), ReconciliationType.Deleted);
        await Ask(Widget.Named("b", uid: "3"), ReconciliationType.Added);

        var entries = new[] { await queue.DequeueAsync(default), await queue.DequeueAsync(default) }.ToDictionary(entry => entry.Entity.Uid());
        Assert.Equal(ReconciliationType.Deleted, entries["1"].ReconciliationType);
        Assert.Equal(ReconciliationType.Added, entries["3"].ReconciliationType);
    }

    [Fact]
    public async Task A_suspended_queue_forgets_and_refuses()
    {
        await Ask(Widget.Named("a"));
        queue.Suspend();

        Assert.False(await Ask(Widget.Named("b")));
        queue.Resume();
        await AssertEmptyAsync();
    }

    private Task<bool> Ask(Widget widget, ReconciliationType type = ReconciliationType.Modified, int inSeconds = 0) =>
        queue.Enqueue(widget, type, ReconciliationTriggerSource.ApiServer, TimeSpan.FromSeconds(inSeconds), 0, default);

    private async Task AssertEmptyAsync()
    {
        using var cancelled = new CancellationTokenSource();
        var next = queue.DequeueAsync(cancelled.Token);
        Assert.False(next.IsCompleted);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }
}
