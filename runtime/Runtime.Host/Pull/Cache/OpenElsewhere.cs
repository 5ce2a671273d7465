using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace InferOps.Runtime.Host.Pull.Cache;

/// <summary>Asks the kernel whether anybody on this node has a file open or mapped, whatever program that is.</summary>
/// <remarks>
/// A write lease (fcntl, F_SETLEASE) is granted only on a file that nobody else has open. Closing the file gives it back; what it says is true of every
/// engine without its help, and nothing is left behind when a pod is killed. Source: fcntl(2), "Leases".
/// </remarks>
internal static class OpenElsewhere
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int WriteLease = 1;

    /// <summary>Who opens the file in the instant of asking makes the kernel send a signal; this one is ignored by default, its usual one ends the process.</summary>
    private const int Urgent = 23;

    /// <returns>False only where it is certain: file systems without leases, and files of other users, count as in use.</returns>
    public static bool Check(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (Control(file, SetSignal, Urgent) != 0 || Control(file, SetLease, WriteLease) != 0) return true;
        return false;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, int argument);
}
