using System.Text.Json.Nodes;
using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Models;
using InferOps.Benchmarks.Peers;
using InferOps.Benchmarks.Raw;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;

namespace InferOps.Benchmarks.Runtime;

/// <summary>CPU time that serving costs besides the library's own, for one stream, where nothing is shared between tokens.</summary>
/// <remarks>
/// <code>
/// other threads   of the server at the model's own pace, from the kernel's account of each thread: HTTP, pool, collector, compiler
/// engine thread   of a featherweight model on one compute thread, less what the raw loop takes for the same tokens: planning, choosing, publishing
/// </code>
/// The model's own pace matters: at full speed one wake-up writes several tokens.
/// </remarks>
internal sealed class OverheadBenchmark(Stage stage)
{
    private const int PromptTokens = 32;
    private const int OutputTokens = 128;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var others = await OtherThreadsAsync(cancellationToken);
        var engine = await EngineThreadAsync(cancellationToken);
        var percent = others.Zip(engine, (other, own) => 100 * 100 * (other + own)).ToList();
        FigureSheet.Say($"  per token: {1e6 * others.Average():0} µs in other threads, {1e6 * engine.Average():0} µs in the engine thread outside the library");
        stage.Sheet.Add(new Figure("cpu-outside-decode-at-100-tokens-per-second", percent, "%", Goal.AtMostOf(3)));
    }

    /// <returns>Seconds per token, each round.</returns>
    private async Task<List<double>> OtherThreadsAsync(CancellationToken cancellationToken)
    {
        await using var server = await stage.StartOursAsync(stage.Setup(4, 256), cancellationToken);
        var rounds = new List<double>();
        for (var round = 0; round < stage.Rounds; round++)
        {
            var before = ThreadTimes.Read(server.Id);
            var tokens = await PlayAsync("paced", server, stage.Quick ? 4 : 8, 10 + round, cancellationToken);
            rounds.Add(ThreadTimes.Read(server.Id).Since(before).SecondsBesides(ThreadTimes.Engine) / tokens);
        }

        return rounds;
    }

    private async Task<List<double>> EngineThreadAsync(CancellationToken cancellationToken)
    {
        var setup = new Setup(BenchmarkModel.Featherweight.Write(stage.ModelsFolder), 4, 1024, 1);
        await using var server = await stage.StartOursAsync(setup, cancellationToken);
        await using var raw = await Stage.StartRawAsync(setup);
        var rounds = new List<double>();
        for (var round = 0; round < stage.Rounds; round++)
        {
            var before = ThreadTimes.Read(server.Id);
            var tokens = await PlayAsync("featherweight", server, stage.Quick ? 50 : 100, 10 + round, cancellationToken);
            var ours = ThreadTimes.Read(server.Id).Since(before).SecondsOf(ThreadTimes.Engine) / tokens;
            rounds.Add(ours - await RawAsync(raw, tokens / OutputTokens));
        }

        return rounds;
    }

    private async Task<double> RawAsync(RawProcess raw, int times)
    {
        var (cpu, tokens) = (0d, 0);
        for (var i = 0; i < times; i++)
        {
            var result = await raw.MeasureAsync(new RawWork(1, PromptTokens, OutputTokens) { Chooses = false });
            (cpu, tokens) = (cpu + result.CpuSeconds, tokens + result.Tokens);
        }

        stage.Sheet.Keep("overhead raw", new JsonObject { ["cpuSecondsPerToken"] = cpu / tokens });
        return cpu / tokens;
    }

    private async Task<int> PlayAsync(string what, ServerProcess server, int requests, int seed, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan
        {
            Endpoint = server.Address, Arrival = new Arrival.Closed(1), Requests = requests, Mix = Stage.Mix(PromptTokens, OutputTokens, 4000 + seed),
        };
        return (int)(await stage.LoadAsync($"overhead {what}", server, plan, cancellationToken)).OutputTokens;
    }
}
