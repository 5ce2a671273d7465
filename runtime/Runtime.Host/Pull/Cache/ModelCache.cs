using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull.Cache;

/// <summary>The models of a node: what has not been used for the longest time makes room for what is pulled.</summary>
/// <param name="root">The folder of the cache; each model lies in a folder below it.</param>
/// <param name="limit">Bytes that all of them may take; null: as many as the volume has.</param>
/// <param name="log">Told what is removed.</param>
internal sealed class ModelCache(string root, long? limit, PullLog log)
{
    /// <summary>What was used so recently stays: its pod may be between two starts of its engine, holding nothing.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>Makes room and takes it, one pull of the node at a time.</summary>
    /// <param name="model">Where the model will lie.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="open">Takes the room.</param>
    /// <param name="cancellationToken">Stops the wait for others.</param>
    /// <exception cref="PullException">There is no room, and what is there is in use.</exception>
    public async Task<T> ReserveAsync<T>(string model, long bytes, Func<T> open, CancellationToken cancellationToken)
    {
        using var held = await NodeLock.AcquireAsync(Path.Combine(root, ".room.lock"), log.Time, () => log.Line("waiting for another pull to find room"), cancellationToken);
        MakeRoom(model, bytes);
        return open();
    }

    private void MakeRoom(string model, long bytes)
    {
        if (bytes > limit) throw PullException.NoSpace($"the model has {PullLog.Size(bytes)} and modelCache.sizeLimit is {PullLog.Size(limit.Value)}; raise it");
        var others = CachedModel.In(root).Where(other => other.Path != model).ToList();
        var own = SplitModel.PartsOf(model).Select(part => new FileInfo(PartialFile.PathOf(part))).Sum(partial => partial.Exists ? partial.Length : 0);
        var excess = Math.Max(
            limit is { } most ? others.Sum(other => other.Bytes) + bytes - most : 0,
            bytes - own - DiskSpace.Free(model));
        var kept = new List<CachedModel>();
        foreach (var other in others.Where(other => other.Bytes > 0).OrderBy(other => other.LastUse))
        {
            if (excess <= 0) return;
            var size = other.Bytes;
            if (!Remove(other)) kept.Add(other);
            else excess -= size;
        }

        // Where only the volume is too small, taking the room will say so.
        if (excess > 0 && limit is { } all && kept.Sum(other => other.Bytes) + bytes > all)
            throw PullException.NoSpace($"the model has {PullLog.Size(bytes)}, and {kept.Count} models in use hold {PullLog.Size(kept.Sum(other => other.Bytes))} of modelCache.sizeLimit {PullLog.Size(all)}; raise it, or move a service");
    }

    private bool Remove(CachedModel other)
    {
        var (lastUse, size) = (other.LastUse, other.Bytes);
        if (log.Time.GetUtcNow() - lastUse < Grace) return false;
        if (other.TryRemove())
        {
            log.Line($"removed {other.Path} ({PullLog.Size(size)}, last used {lastUse:u}) to make room");
            return true;
        }

        // Somebody works with it now, and may not have a way of saying so.
        ModelInUse.Note(other.Path, log.Time);
        return false;
    }
}
