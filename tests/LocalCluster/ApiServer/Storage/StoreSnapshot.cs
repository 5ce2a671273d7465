using System.Collections.Immutable;

namespace InferOps.LocalCluster.Api.Storage;

/// <summary>Everything stored at one revision. Keeping an old one costs only what changed since.</summary>
/// <param name="Revision">Revision of the last write it contains.</param>
/// <param name="Resources">Objects per resource, ordered by <see cref="ObjectKey.Path"/>.</param>
internal sealed record StoreSnapshot(long Revision, ImmutableDictionary<string, ImmutableSortedDictionary<string, StoredObject>> Resources)
{
    private static readonly ImmutableSortedDictionary<string, StoredObject> None =
        ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    public static StoreSnapshot Empty { get; } = new(1, ImmutableDictionary<string, ImmutableSortedDictionary<string, StoredObject>>.Empty);

    public ImmutableSortedDictionary<string, StoredObject> Of(string resource) => Resources.GetValueOrDefault(resource, None);

    public StoredObject? Find(ObjectKey key) => Of(key.Resource).GetValueOrDefault(key.Path);

    /// <summary>Objects of a resource in one namespace, or in all when <paramref name="ns"/> is empty.</summary>
    public IEnumerable<StoredObject> In(string resource, string ns)
    {
        var all = Of(resource).Values;
        return ns.Length == 0 ? all : all.Where(stored => stored.Key.Namespace == ns);
    }

    public StoreSnapshot With(long revision, StoredObject stored) =>
        new(revision, Resources.SetItem(stored.Key.Resource, Of(stored.Key.Resource).SetItem(stored.Key.Path, stored)));

    public StoreSnapshot Without(long revision, ObjectKey key) =>
        new(revision, Resources.SetItem(key.Resource, Of(key.Resource).Remove(key.Path)));
}

/// <summary>One write.</summary>
/// <param name="Before">What was there; null for a creation.</param>
/// <param name="After">What is there now; null for a deletion.</param>
/// <param name="Last">What a watcher is shown: <paramref name="After"/>, or the deleted object stamped with the revision of its deletion.</param>
/// <param name="Snapshot">The whole store after the write.</param>
internal sealed record StoreEvent(StoredObject? Before, StoredObject? After, StoredObject Last, StoreSnapshot Snapshot)
{
    public long Revision => Snapshot.Revision;
}
