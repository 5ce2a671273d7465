namespace InferOps.Runtime.Host.Pull.Cache;

/// <summary>Says that a process works with a cached model: a file beside it, locked together with others who do, whose time is that of the last use.</summary>
/// <remarks>The kernel frees the lock however the process ends. The time covers a container between two starts, when nobody holds anything.</remarks>
internal sealed class ModelInUse : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMinutes(20);

    private readonly FileStream _mark;
    private readonly ITimer _beat;

    private ModelInUse(FileStream mark, TimeProvider time)
    {
        _mark = mark;
        _beat = time.CreateTimer(_ => Touch(mark.Name, time), null, TimeSpan.Zero, Beat);
    }

    public static string MarkOf(string model) => model + ".used";

    /// <summary>Notes that the model is used now.</summary>
    public static void Note(string model, TimeProvider time)
    {
        File.Open(MarkOf(model), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        Touch(MarkOf(model), time);
    }

    /// <summary>Keeps the model in the cache until it is disposed.</summary>
    /// <returns>Null where the model is not in a cache, or where it is being removed from it this moment.</returns>
    public static ModelInUse? Hold(string model, TimeProvider time)
    {
        if (!File.Exists(MarkOf(model))) return null;
        try
        {
            return new ModelInUse(new FileStream(MarkOf(model), FileMode.Open, FileAccess.Read, FileShare.ReadWrite), time);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _beat.Dispose();
        _mark.Dispose();
    }

    private static void Touch(string mark, TimeProvider time)
    {
        try
        {
            File.SetLastWriteTimeUtc(mark, time.GetUtcNow().UtcDateTime);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A cache that is mounted read-only: the lock alone says it.
        }
    }
}
