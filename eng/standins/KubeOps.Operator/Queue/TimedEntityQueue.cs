using k8s;
using k8s.Models;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.Operator.Metrics;

namespace KubeOps.Operator.Queue;

/// <summary>
/// Objects that wait for their time. There is one entry per namespace and name: the earliest time and the latest news win. An
/// object handed out is not handed out again before <see cref="Complete"/>; what is asked for it meanwhile waits.
/// </summary>
internal sealed class TimedEntityQueue<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly TimeProvider time;
    private readonly OperatorMetrics metrics;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Pending> pending = [];
    private readonly PriorityQueue<Pending, DateTimeOffset> byTime = new();
    private readonly HashSet<string> active = [];
    private TaskCompletionSource changed = NewSignal();
    private bool suspended = true;

    public TimedEntityQueue(TimeProvider time, OperatorMetrics metrics)
    {
        this.time = time;
        this.metrics = metrics;
        metrics.ObserveQueue(typeof(TEntity).Name, CountScheduled, CountReady);
    }

    /// <summary>The implementation of <see cref="Abstractions.Reconciliation.Queue.EntityQueue{TEntity}"/>.</summary>
    public Task<bool> Enqueue(
        TEntity entity, ReconciliationType type, ReconciliationTriggerSource reconciliationTriggerSource, TimeSpan queueIn, int retryCount,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            if (suspended) return Task.FromResult(false);
            var key = KeyOf(entity);
            var asked = new Pending(key, new QueueEntry<TEntity>(entity, type, reconciliationTriggerSource, retryCount), time.GetUtcNow() + queueIn);
            var merged = pending.TryGetValue(key, out var waiting) ? waiting.Merge(asked) : asked;
            pending[key] = merged;
            if (!active.Contains(key)) byTime.Enqueue(merged, merged.DueAt);
            Signal();
        }

        metrics.Enqueued(typeof(TEntity).Name, reconciliationTriggerSource);
        return Task.FromResult(true);
    }

    /// <summary>Waits until an object is due and hands it out.</summary>
    public async Task<QueueEntry<TEntity>> DequeueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task signal;
            TimeSpan wait;
            lock (gate)
            {
                if (TryTake(out var entry, out wait)) return entry;
                signal = changed.Task;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(signal, Task.Delay(wait, time, waiting.Token)).ConfigureAwait(false);
            await waiting.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>An object that was handed out has been dealt with.</summary>
    public void Complete(TEntity entity)
    {
        lock (gate)
        {
            var key = KeyOf(entity);
            active.Remove(key);
            if (!pending.TryGetValue(key, out var waiting)) return;
            byTime.Enqueue(waiting, waiting.DueAt);
            Signal();
        }
    }

    /// <summary>Takes requests from now on.</summary>
    public void Resume()
    {
        lock (gate) suspended = false;
    }

    /// <summary>Refuses requests from now on and forgets those that wait.</summary>
    public void Suspend()
    {
        lock (gate)
        {
            suspended = true;
            pending.Clear();
            byTime.Clear();
        }
    }

    private static string KeyOf(TEntity entity) => $"{entity.Namespace()}/{entity.Name()}";

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool TryTake(out QueueEntry<TEntity> entry, out TimeSpan wait)
    {
        entry = default;
        wait = LongestWait;
        while (byTime.TryPeek(out var first, out var dueAt))
        {
            // An entry that was merged since lies in the heap twice; only the merged one counts.
            var stale = active.Contains(first.Key) || !pending.TryGetValue(first.Key, out var current) || !ReferenceEquals(current, first);
            if (!stale && dueAt > time.GetUtcNow())
            {
                var left = dueAt - time.GetUtcNow();
                wait = left < LongestWait ? left : LongestWait;
                return false;
            }

            byTime.Dequeue();
            if (stale) continue;
            pending.Remove(first.Key);
            active.Add(first.Key);
            entry = first.Entry;
            return true;
        }

        return false;
    }

    private void Signal()
    {
        changed.TrySetResult();
        changed = NewSignal();
    }

    private int CountReady()
    {
        lock (gate) return pending.Values.Count(entry => entry.DueAt <= time.GetUtcNow());
    }

    private int CountScheduled()
    {
        lock (gate) return pending.Values.Count(entry => entry.DueAt > time.GetUtcNow());
    }

    private sealed record Pending(string Key, QueueEntry<TEntity> Entry, DateTimeOffset DueAt)
    {
        public Pending Merge(Pending newer)
        {
            // That an object went away must not be lost to a late request for the same object; a new object of that name is news.
            var keepDeletion = Entry.ReconciliationType == ReconciliationType.Deleted
                && newer.Entry.ReconciliationType != ReconciliationType.Deleted
                && Entry.Entity.Uid() == newer.Entry.Entity.Uid();
            return new Pending(Key, keepDeletion ? Entry : newer.Entry, DueAt < newer.DueAt ? DueAt : newer.DueAt);
        }
    }
}
