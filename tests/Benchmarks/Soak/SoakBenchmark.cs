using System.Diagnostics;
using System.Globalization;
using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Peers;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Results;
using InferOps.Runtime.Contract;

namespace InferOps.Benchmarks.Soak;

/// <summary>Plays a <see cref="SoakPlan"/> against one replica and looks at what must not wear out: fairness, memory, cells, answers.</summary>
internal sealed class SoakBenchmark(SoakPlan plan, FigureSheet sheet)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(30);

    public async Task RunAsync(string modelFile, string runtime, CancellationToken cancellationToken)
    {
        var keys = Path.GetTempFileName();
        await File.WriteAllLinesAsync(keys, SoakPlan.Keys, cancellationToken);
        var command = ServerCommands.Ours(new Setup(modelFile, SoakPlan.Sequences, SoakPlan.ContextTokens, 1), runtime, RuntimeArguments.ApiKeysFile, keys);
        await using var server = await ServerProcess.StartAsync(command, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(server, over.Token);
        var report = await LoadRunner.RunAsync(plan.Load(server.Address), TimeProvider.System, cancellationToken);
        await over.CancelAsync();
        var memory = await watching;
        sheet.Keep("load", ReportJson.Write(report));
        FigureSheet.Say(ReportTable.Write(report));
        Judge(report, memory);
        sheet.Add(new Figure("soak-cells-in-use-at-idle", [await CellsAtIdleAsync(server, cancellationToken)], "cells", Goal.AtMostOf(0)));
        File.Delete(keys);
    }

    private void Judge(LoadReport report, IReadOnlyList<(double At, double Bytes)> memory)
    {
        var tokens = SoakPlan.Keys.ToDictionary(key => key, _ => 0L);
        var keys = plan.Load(new Uri("http://127.0.0.1")).ApiKeys;
        foreach (var request in report.Requests) tokens[keys[request.Key]] += request.PromptTokens + request.OutputTokens;
        FigureSheet.Say($"tokens by key: {string.Join(", ", tokens.Select(pair => $"{pair.Key} {pair.Value}"))}");
        sheet.Add(new Figure("soak-failed-requests", [report.Failed], "requests", Goal.AtMostOf(0)));
        sheet.Add(new Figure("soak-service-ratio-of-keys", [(double)tokens.Values.Max() / tokens.Values.Min()], "x", Goal.AtMostOf(1.5)));
        sheet.Add(new Figure("soak-rejected-after-p99", [report.RejectedAfter.At(99)], "s", Goal.AtMostOf(1)));
        var settled = memory.Where(sample => sample.At >= plan.WarmUp.TotalSeconds).ToList();
        FigureSheet.Say($"resident memory: {memory[0].Bytes / 1e6:0.0} MB at first, {settled[0].Bytes / 1e6:0.0} MB after warm-up, {memory[^1].Bytes / 1e6:0.0} MB at last, {memory.Max(sample => sample.Bytes) / 1e6:0.0} MB at most");
        sheet.Add(new Figure("soak-memory-drift", [100 * Trend.Drift(settled)], "%", Goal.AtMostOf(2)));
    }

    /// <returns>Resident bytes by seconds since the start.</returns>
    private static async Task<IReadOnlyList<(double At, double Bytes)>> WatchAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        var samples = new List<(double, double)>();
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        try
        {
            do
            {
                samples.Add((watch.Elapsed.TotalSeconds, server.ResidentBytes));
                if (samples.Count % 30 == 0) FigureSheet.Say($"  after {watch.Elapsed.TotalMinutes:0} min: {server.ResidentBytes / 1e6:0.0} MB");
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }

        return samples;
    }

    private static async Task<double> CellsAtIdleAsync(ServerProcess server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var cells = Read(await client.GetStringAsync(RuntimeEndpoints.Metrics, cancellationToken), RuntimeMetrics.KvCellsUsed);
            if (cells == 0 || watch.Elapsed > IdlePatience) return cells;
            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static double Read(string exposition, string metric) => double.Parse(
        exposition.Split('\n').First(line => line.StartsWith(metric + " ", StringComparison.Ordinal))[(metric.Length + 1)..], CultureInfo.InvariantCulture);
}
