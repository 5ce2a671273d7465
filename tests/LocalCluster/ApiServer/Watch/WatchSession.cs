using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Watch;

/// <summary>One change as a watcher sees it.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c> or <c>BOOKMARK</c>.</param>
/// <param name="Object">The object; null for a bookmark.</param>
/// <param name="Revision">Revision of the change.</param>
/// <param name="EndsInitialEvents">Set on the bookmark after the objects that were there at the start.</param>
internal sealed record WatchEvent(string Type, StoredObject? Object, long Revision, bool EndsInitialEvents = false);

/// <summary>The changes one watch shows: its selectors decide what appears and disappears.</summary>
internal sealed class WatchSession(ObjectStore store, ObjectRequest request, TimeProvider clock, TimeSpan bookmarkInterval)
{
    private readonly ObjectFilter filter = ObjectFilter.Of(request);

    /// <summary>Ends when the cancellation is requested, never by itself.</summary>
    /// <exception cref="ApiException">410 when the asked version is older than the kept window.</exception>
    public async IAsyncEnumerable<WatchEvent> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (initial, since) = Start();
        using var subscription = store.Subscribe(request.Type.StorageResource(), since);
        foreach (var stored in initial) yield return new WatchEvent("ADDED", stored, stored.Revision);
        if (request.Options.SendInitialEvents && request.Options.AllowWatchBookmarks) yield return new WatchEvent("BOOKMARK", null, since, true);
        using var timer = new PeriodicTimer(bookmarkInterval, clock);
        var tick = timer.WaitForNextTickAsync(cancellation).AsTask();
        var readable = subscription.Writes.WaitToReadAsync(cancellation).AsTask();
        while (!cancellation.IsCancellationRequested)
        {
            while (subscription.Writes.TryRead(out var write))
            {
                if (Show(write) is { } shown) yield return shown;
            }

            if (await Task.WhenAny(readable, tick) == readable)
            {
                readable = subscription.Writes.WaitToReadAsync(cancellation).AsTask();
                continue;
            }

            tick = timer.WaitForNextTickAsync(cancellation).AsTask();
            if (request.Options.AllowWatchBookmarks && subscription.Progress is { } progress) yield return new WatchEvent("BOOKMARK", null, progress);
        }
    }

    /// <summary>Without a version, or from version 0, a watch begins with what is there.</summary>
    private (IReadOnlyList<StoredObject> Initial, long Since) Start()
    {
        var version = request.Options.ResourceVersion;
        var wantsInitial = request.Options.SendInitialEvents || version is null or "0";
        if (!wantsInitial) return ([], ObjectReader.ParseRevision(version));
        var snapshot = store.Current;
        return ([.. snapshot.Of(request.Type.StorageResource()).Values.Where(filter.Matches)], snapshot.Revision);
    }

    private WatchEvent? Show(StoreEvent write)
    {
        var was = write.Before is not null && filter.Matches(write.Before);
        var isNow = write.After is not null && filter.Matches(write.After);
        return (was, isNow) switch
        {
            (false, true) => new WatchEvent("ADDED", write.After, write.Revision),
            (true, true) => new WatchEvent("MODIFIED", write.After, write.Revision),
            (true, false) => new WatchEvent("DELETED", LastSeen(write), write.Revision),
            _ => null,
        };
    }

    /// <summary>An object that left the selection is shown as it last matched, with the revision at which it left.</summary>
    private static StoredObject LastSeen(StoreEvent write) =>
        write.After is null ? write.Last : StoredObject.Freeze(write.Last.Key, write.Before!.Copy(), write.Revision);
}
