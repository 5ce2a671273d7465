using System.Diagnostics;

namespace InferOps.Runtime.Host.Tests.Serve;

/// <summary>inferops-runtime as a process of its own, as pods run it.</summary>
internal sealed class RuntimeProcess : IDisposable
{
    private readonly Process _process;

    public RuntimeProcess(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "inferops-runtime.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        Output = _process.StandardOutput.ReadToEndAsync();
        Errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Everything printed; complete once the process has ended.</summary>
    public Task<string> Output { get; }

    public Task<string> Errors { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        kill.WaitForExit();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
