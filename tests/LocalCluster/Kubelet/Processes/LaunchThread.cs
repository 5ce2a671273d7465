using System.Collections.Concurrent;
using System.Diagnostics;

namespace InferOps.LocalCluster.Kubelet.Processes;

/// <summary>
/// Starts all processes on one thread that lives as long as this process: the kernel sends the parent-death signal when the *thread* that forked
/// ends, and threads of the pool come and go.
/// </summary>
public static class LaunchThread
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Result)> Requests = Begin();

    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var result = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((start, result));
        return result.Task;
    }

    /// <summary>For callers that cannot wait asynchronously. The thread does nothing but start processes: it answers at once.</summary>
    public static Process Start(ProcessStartInfo start) => StartAsync(start).GetAwaiter().GetResult();

    private static BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)> Begin()
    {
        var requests = new BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)>();
        new Thread(() => Serve(requests)) { IsBackground = true, Name = "process launcher" }.Start();
        return requests;
    }

    private static void Serve(BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Result)> requests)
    {
        foreach (var (start, result) in requests.GetConsumingEnumerable())
        {
            try
            {
                result.SetResult(Process.Start(start)!);
            }
            catch (Exception error)
            {
                // Handed to whoever asked for the process.
                result.SetException(error);
            }
        }
    }
}
