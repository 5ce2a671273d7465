using k8s;
using k8s.Models;
using KubeOps.Abstractions.Builder;

namespace KubeOps.Operator.Watcher;

/// <summary>What a watch has reported so far: which changes are news, and which objects vanished while nobody watched.</summary>
internal sealed class KnownEntities<TEntity>(ReconcileStrategy strategy)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<string, Known> byUid = [];

    public bool IsEmpty => byUid.Count == 0;

    /// <summary>After this, everything that exists is news again, as for an instance that has just come to lead.</summary>
    public void ForgetVersions()
    {
        foreach (var (uid, known) in byUid) byUid[uid] = known with { Version = null };
    }

    /// <returns>Whether the object is new or changed in a way that the strategy cares about.</returns>
    public bool Record(TEntity entity)
    {
        var version = VersionOf(entity);
        var news = !byUid.TryGetValue(entity.Uid(), out var known) || known.Version != version || IsBeingDeleted(entity);
        byUid[entity.Uid()] = new Known(entity, version);
        return news;
    }

    public void Remove(TEntity entity) => byUid.Remove(entity.Uid());

    /// <returns>Known objects that are not among the present ones; they are no longer known.</returns>
    public IReadOnlyList<TEntity> RemoveVanished(IEnumerable<TEntity> present)
    {
        var alive = present.Select(entity => entity.Uid()).ToHashSet();
        var vanished = byUid.Where(known => !alive.Contains(known.Key)).Select(known => known.Value.Entity).ToList();
        foreach (var entity in vanished) Remove(entity);
        return vanished;
    }

    /// <summary>A finalizer that goes, or is due, does not raise the generation.</summary>
    private static bool IsBeingDeleted(TEntity entity) => entity.DeletionTimestamp() is not null;

    private string VersionOf(TEntity entity) => strategy == ReconcileStrategy.ByGeneration ? $"{entity.Generation() ?? 0}" : entity.ResourceVersion();

    private sealed record Known(TEntity Entity, string? Version);
}
