using System.Collections.Immutable;

namespace InferOps.LocalCluster.Api.Storage;

/// <summary>A value derived from the objects of some resources, computed anew only when one of them was written.</summary>
internal sealed class SnapshotView<T>(ObjectStore store, IReadOnlyList<string> resources, Func<StoreSnapshot, T> derive)
{
    private volatile Derived? latest;

    public T Value
    {
        get
        {
            var snapshot = store.Current;
            if (latest is { } known && SameObjects(known.Sources, snapshot)) return known.Value;
            var made = new Derived([.. resources.Select(snapshot.Of)], derive(snapshot));
            latest = made;
            return made.Value;
        }
    }

    private bool SameObjects(IReadOnlyList<ImmutableSortedDictionary<string, StoredObject>> sources, StoreSnapshot snapshot)
    {
        for (var i = 0; i < resources.Count; i++)
        {
            if (!ReferenceEquals(sources[i], snapshot.Of(resources[i]))) return false;
        }

        return true;
    }

    private sealed record Derived(IReadOnlyList<ImmutableSortedDictionary<string, StoredObject>> Sources, T Value);
}
