using System.Diagnostics;
using InferOps.LocalCluster.Kubelet.Processes;

namespace InferOps.Sandbox.Processes;

/// <summary>A program that lives no longer than the sandbox. Its output goes to a file.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly StreamWriter _log;

    private ChildProcess(Process process, StreamWriter log, string logPath) => (_process, _log, LogPath) = (process, log, logPath);

    public string LogPath { get; }

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts a program. It dies with this process, however that ends.</summary>
    public static ChildProcess Start(string name, string folder, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var logPath = Path.Combine(folder, name + ".log");
        var log = new StreamWriter(new FileStream(logPath, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        // setpriv (util-linux) has the kernel kill the child when its parent is gone, SIGKILL included.
        var start = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "--", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        var process = LaunchThread.Start(start);
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process, log, logPath);
    }

    /// <summary>SIGKILL: no goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM.</summary>
    public void Terminate()
    {
        if (!_process.HasExited) using (Process.Start("kill", ["-TERM", _process.Id.ToString()])) { }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Terminate();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }
        _process.Dispose();
        lock (_log) _log.Dispose();
    }

    private static void Write(StreamWriter log, string? line)
    {
        lock (log)
        {
            if (line is not null && log.BaseStream is { CanWrite: true }) log.WriteLine(line);
        }
    }
}
