namespace InferOps.Runtime.Host.Pull.Cache;

/// <summary>The files of a replica, kept in the cache while it runs. Files that lie elsewhere need no keeping.</summary>
internal sealed class CachedFiles(IEnumerable<string> paths, TimeProvider time) : IDisposable
{
    private readonly List<ModelInUse> _held = [.. paths.Select(path => ModelInUse.Hold(path, time)).OfType<ModelInUse>()];

    public void Dispose() => _held.ForEach(held => held.Dispose());
}
