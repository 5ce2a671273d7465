namespace InferOps.Runtime.Host.Pull.Cache;

/// <summary>Lets one process of a node download a model while the others wait for its result.</summary>
/// <remarks>An open file that nobody else may open: the kernel frees it however the holder ends. The file itself stays, for deleting it would race.</remarks>
internal static class NodeLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <param name="path">The lock file; made when absent.</param>
    /// <param name="time">The clock to wait by.</param>
    /// <param name="onWait">Called once if somebody else holds the lock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Dispose it to free the lock.</returns>
    public static async Task<IDisposable> AcquireAsync(string path, TimeProvider time, Action onWait, CancellationToken cancellationToken)
    {
        for (var waits = 0; ; waits++)
        {
            if (TryAcquire(path) is { } held) return held;
            if (waits == 0) onWait();
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <returns>Null: somebody else holds it.</returns>
    public static IDisposable? TryAcquire(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
