using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Api.Storage;

/// <summary>
/// All objects in memory under one monotonic revision, with a window of history that watches resume from. Reads take a snapshot and
/// never wait; writes compare and swap one object, so a decision made on an old version is refused instead of applied.
/// </summary>
internal sealed class ObjectStore(int historyWindow)
{
    private readonly Lock gate = new();
    private readonly Queue<StoreEvent> history = new();
    private readonly List<Subscription> subscriptions = [];
    private volatile StoreSnapshot current = StoreSnapshot.Empty;
    private long compactedThrough = 1;

    public StoreSnapshot Current => current;

    public StoredObject? Find(ObjectKey key) => current.Find(key);

    /// <summary>
    /// Replaces <paramref name="expected"/> (null: nothing there) by <paramref name="next"/> (null: nothing).
    /// </summary>
    /// <returns>The written object, for a deletion its last state; null when another writer came first.</returns>
    public StoredObject? TryWrite(ObjectKey key, StoredObject? expected, JsonObject? next)
    {
        lock (gate)
        {
            var before = current.Find(key);
            if (!ReferenceEquals(before, expected)) return null;
            var revision = current.Revision + 1;
            var last = StoredObject.Freeze(key, next ?? before!.Copy(), revision);
            current = next is null ? current.Without(revision, key) : current.With(revision, last);
            Publish(new StoreEvent(before, next is null ? null : last, last, current));
            return last;
        }
    }

    /// <summary>The store as it was at a revision.</summary>
    /// <exception cref="ApiException">410 when it is older than the kept window; 504 when it is in the future.</exception>
    public StoreSnapshot At(long revision)
    {
        lock (gate)
        {
            if (revision == current.Revision) return current;
            RefuseOutOfWindow(revision);
            return history.LastOrDefault(write => write.Revision <= revision)?.Snapshot ?? throw TooOld(revision);
        }
    }

    /// <summary>Starts to follow one resource, first with the kept writes after <paramref name="since"/>.</summary>
    /// <exception cref="ApiException">410 when that is older than the kept window.</exception>
    public Subscription Subscribe(string resource, long since)
    {
        lock (gate)
        {
            if (since < current.Revision) RefuseOutOfWindow(since);
            var subscription = new Subscription(this, resource);
            foreach (var write in history.Where(write => write.Revision > since && write.Last.Key.Resource == resource)) subscription.Offer(write);
            subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Forgets the kept history, as etcd's compaction does: watches from an older revision get 410.</summary>
    public void Compact()
    {
        lock (gate)
        {
            history.Clear();
            compactedThrough = current.Revision;
        }
    }

    /// <summary>The revision up to which a subscription has been offered everything, when nothing offered is still unread.</summary>
    internal long? ProgressOf(Subscription subscription)
    {
        lock (gate) return subscription.HasUnread ? null : current.Revision;
    }

    internal void Remove(Subscription subscription)
    {
        lock (gate) subscriptions.Remove(subscription);
    }

    private void Publish(StoreEvent write)
    {
        history.Enqueue(write);
        while (history.Count > historyWindow) compactedThrough = history.Dequeue().Revision;
        foreach (var subscription in subscriptions)
        {
            if (subscription.Resource == write.Last.Key.Resource) subscription.Offer(write);
        }
    }

    private void RefuseOutOfWindow(long revision)
    {
        if (revision < compactedThrough) throw TooOld(revision);
        if (revision > current.Revision)
        {
            throw new ApiException(504, "Timeout", $"Too large resource version: {revision}, current: {current.Revision}") { RetryAfterSeconds = 1 };
        }
    }

    private ApiException TooOld(long revision) => ApiException.Gone($"too old resource version: {revision} ({compactedThrough})");
}
