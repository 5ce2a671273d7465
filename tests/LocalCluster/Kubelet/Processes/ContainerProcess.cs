using System.Diagnostics;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Logs;

namespace InferOps.LocalCluster.Kubelet.Processes;

/// <summary>A running process in a session of its own, its output going to a log, sure to die with the kubelet.</summary>
internal sealed class ContainerProcess : IDisposable
{
    private readonly Process _process;
    private readonly OrphanGuard _guard;

    private ContainerProcess(Process process, OrphanGuard guard, ContainerLog log)
    {
        _process = process;
        _guard = guard;
        Exited = WaitAsync(LogPump.RunAsync(process.StandardOutput.BaseStream, "stdout", log), LogPump.RunAsync(process.StandardError.BaseStream, "stderr", log));
    }

    public int Pid => _process.Id;

    /// <summary>The exit code, 128 plus the signal for a killed process; all output is in the log by then and the whole group is gone.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="LaunchException">There is no such executable, or the machine refuses to start it.</exception>
    public static async Task<ContainerProcess> StartAsync(LaunchPlan plan, OrphanGuard guard, ContainerLog log)
    {
        var executable = plan.Executable();
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "setsid", executable, .. plan.Command.Skip(1)])
        {
            WorkingDirectory = plan.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in plan.Environment) start.Environment[name] = value;
        try
        {
            var process = await LaunchThread.StartAsync(start);
            guard.Add(process.Id);
            process.StandardInput.Close();
            return new ContainerProcess(process, guard, log);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new LaunchException(error.Message);
        }
    }

    /// <summary>Asks the main process alone to end, as a container runtime does.</summary>
    public void Terminate() => Signals.Send(Pid, Signals.Terminate);

    public void Kill() => Signals.Send(-Pid, Signals.Kill);

    public void Dispose() => _process.Dispose();

    private async Task<int> WaitAsync(Task output, Task errors)
    {
        await _process.WaitForExitAsync();
        // What the main process left behind goes with it, as in a container; only then do the pipes end.
        Kill();
        _guard.Remove(Pid);
        await Task.WhenAll(output, errors);
        return _process.ExitCode;
    }
}
