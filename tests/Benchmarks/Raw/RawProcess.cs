using System.Diagnostics;
using System.Globalization;

namespace InferOps.Benchmarks.Raw;

/// <summary>A <see cref="RawLoop"/> in a process of its own.</summary>
internal sealed class RawProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RawProcess(Process process, double loadSeconds) => (_process, LoadSeconds) = (process, loadSeconds);

    /// <summary>From before the native library was loaded until two tokens had been generated.</summary>
    public double LoadSeconds { get; }

    public static async Task<RawProcess> StartAsync(RawOptions options)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Host(), RawCommand.Name, options.ModelFile, .. Numbers(options.Sequences, options.ContextTokens, options.Threads), $"{options.Unified}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        return new RawProcess(process, (await AnswerAsync(process))[0]);
    }

    public async Task<RawResult> MeasureAsync(RawWork work)
    {
        await _process.StandardInput.WriteLineAsync($"{work.Sequences} {work.PromptTokens} {work.OutputTokens} {work.Chooses}");
        await _process.StandardInput.FlushAsync();
        var said = await AnswerAsync(_process);
        return new RawResult((int)said[0], said[1], said[2], said[3]);
    }

    public async ValueTask DisposeAsync()
    {
        // The end of its input ends it.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>What <c>dotnet</c> needs to run this program again; nothing where the program has a host of its own.</summary>
    private static IEnumerable<string> Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(RawProcess).Assembly.Location] : [];

    private static IEnumerable<string> Numbers(params int[] numbers) => numbers.Select(number => number.ToString(CultureInfo.InvariantCulture));

    private static async Task<double[]> AnswerAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the raw loop ended");
        return [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
