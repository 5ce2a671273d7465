using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Peers;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Results;

namespace InferOps.Benchmarks.Runtime;

/// <summary>Sixteen requests at once whose prompts nobody has seen, and which begin alike: 1,000 of 1,024 tokens. A system prompt after a rollout looks like that.</summary>
internal sealed class ColdBurstBenchmark(Stage stage)
{
    private const int Requests = 16;
    private const int PromptTokens = 1024;
    private const int SharedTokens = 1000;
    private const int OutputTokens = 64;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var setup = stage.Setup(Requests, 1280);
        await using var ours = await stage.StartOursAsync(setup, cancellationToken);
        await using var peer = await stage.StartPeerAsync(setup, cancellationToken);
        var (throughput, first) = (new List<double>(), new List<double>());
        for (var round = 0; round < stage.Rounds; round++)
        {
            var plan = Plan(seed: 77 + round);
            List<(string, Func<Task<LoadReport>>)> contestants = [("ours", () => stage.LoadAsync("cold burst ours", ours, plan, cancellationToken))];
            if (peer is not null) contestants.Add(("llama-server", () => stage.LoadAsync("cold burst llama-server", peer, plan, cancellationToken)));
            var results = await Turns.PlayAsync(round, [.. contestants]);
            foreach (var (name, report) in results) FigureSheet.Say($"  cold burst, {name}: {report.OutputTokensPerSecond:0.0} tok/s, TTFT p50 {report.TimeToFirstToken.At(50):0.00} s");
            if (!results.TryGetValue("llama-server", out var theirs)) continue;
            throughput.Add(results["ours"].OutputTokensPerSecond / theirs.OutputTokensPerSecond);
            first.Add(results["ours"].TimeToFirstToken.At(50) / theirs.TimeToFirstToken.At(50));
        }

        if (peer is null) return;
        stage.Sheet.Add(new Figure("cold-burst-throughput", throughput, "x", Goal.AtLeastOf(4)));
        stage.Sheet.Add(new Figure("cold-burst-ttft-p50", first, "x", Goal.AtMostOf(0.2)));
    }

    private static LoadPlan Plan(int seed) => new()
    {
        Endpoint = new Uri("http://127.0.0.1"), Arrival = new Arrival.Closed(Requests), Requests = Requests,
        Mix = Stage.Mix(PromptTokens, OutputTokens, seed) with { SharedPrefix = (double)SharedTokens / PromptTokens },
    };
}
