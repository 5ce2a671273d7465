using System.ComponentModel;
using System.Runtime.InteropServices;

namespace InferOps.LocalCluster.Kubelet.Processes;

/// <summary>Signals to processes and to whole process groups.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal to a process, or to a group when <paramref name="pid"/> is negative. One that is already gone is no error.</summary>
    public static void Send(int pid, int signal)
    {
        if (SendSignal(pid, signal) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error != NoSuchProcess) throw new Win32Exception(error, $"kill({pid}, {signal}): {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
