namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Volumes that are full.</summary>
internal static class DiskSpace
{
    /// <summary>errno: no space left on the device, file too large for it, quota exceeded.</summary>
    private static readonly int[] Full = [28, 27, 122];

    /// <summary>errno, or what .NET itself says when room for a new file cannot be had.</summary>
    private const int DiskFull = unchecked((int)0x80070070);

    public static bool IsFull(IOException failure) => failure.HResult == DiskFull || Array.IndexOf(Full, failure.HResult) >= 0;

    public static long Free(string path) => new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;

    public static PullException TooSmall(string path, long needed) => PullException.NoSpace(
        $"the model needs {PullLog.Size(needed)} and the volume of {Path.GetDirectoryName(path)} has {PullLog.Size(Free(path))} left; give the pool's modelCache more room");
}
