using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace InferOps.Benchmarks.Peers;

/// <summary>A server that is measured, as a process of its own. Its output goes to a file.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly StreamWriter _log;

    private ServerProcess(Process process, StreamWriter log, Uri address, string logPath) => (_process, _log, Address, LogPath) = (process, log, address, logPath);

    public Uri Address { get; }

    public string LogPath { get; }

    /// <summary>From the start of the process until it said that it is ready.</summary>
    public TimeSpan StartToReady { get; private set; }

    public int Id => _process.Id;

    /// <summary>Bytes of memory it really has.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ServerProcess> StartAsync(ServerCommand command, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(command.Program, command.Arguments(port)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        var logPath = Path.Combine(Path.GetTempPath(), $"inferops-benchmark-{command.Name}-{port}.log");
        var log = new StreamWriter(logPath);
        var startedAt = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill(process);
        process.OutputDataReceived += (_, line) => Write(log, line.Data);
        process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerProcess(process, log, new Uri($"http://127.0.0.1:{port}/"), logPath);
        await server.BecomeReadyAsync(command.ReadyPath, cancellationToken);
        server.StartToReady = Stopwatch.GetElapsedTime(startedAt);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Kill(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
        lock (_log) _log.Dispose();
        File.Delete(LogPath);
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Ended, and forgotten.
        }
    }

    private static void Write(StreamWriter log, string? line)
    {
        lock (log)
        {
            if (line is not null && log.BaseStream is { CanWrite: true }) log.WriteLine(line);
        }
    }

    private async Task BecomeReadyAsync(string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        var watch = Stopwatch.StartNew();
        while (!await IsReadyAsync(client, path, cancellationToken))
        {
            if (_process.HasExited || watch.Elapsed > Patience)
            {
                lock (_log) _log.Flush();
                throw new InvalidOperationException($"{_process.StartInfo.FileName} did not become ready: {await File.ReadAllTextAsync(LogPath, cancellationToken)}");
            }

            await Task.Delay(5, cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(path, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
