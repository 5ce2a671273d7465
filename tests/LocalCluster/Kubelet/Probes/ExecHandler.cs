using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Logs;
using InferOps.LocalCluster.Kubelet.Processes;

namespace InferOps.LocalCluster.Kubelet.Probes;

/// <summary>Runs a command in a container's environment to its end.</summary>
internal static class ExecHandler
{
    private const int MostOutput = 10 << 10;

    /// <summary>Null when it exits with 0, else its output. It is killed when <paramref name="cancellation"/> is requested.</summary>
    public static async Task<string?> RunAsync(LaunchPlan plan, OrphanGuard guard, CancellationToken cancellation)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var log = new ContainerLog(path, MostOutput, TimeProvider.System);
            using var process = await ContainerProcess.StartAsync(plan, guard, log);
            using var kill = cancellation.Register(process.Kill);
            var exitCode = await process.Exited;
            cancellation.ThrowIfCancellationRequested();
            return exitCode == 0 ? null : string.Join('\n', LogReader.Lines(log).Select(line => line.Text));
        }
        catch (LaunchException error)
        {
            return error.Message;
        }
        finally
        {
            foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(path) + "*")) File.Delete(file);
        }
    }
}
