using InferOps.Benchmarks.Figures;
using InferOps.Benchmarks.Peers;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Load;
using InferOps.Runtime.Bench.Results;

namespace InferOps.Benchmarks.Runtime;

/// <summary>Four people read along while prompts of 1,024 tokens arrive every few moments: how long does their text stand still?</summary>
internal sealed class StallBenchmark(Stage stage)
{
    private const int Streams = 4;

    /// <summary>Often enough that the pause a prompt causes is more than one in a hundred of a stream's gaps: rarer pauses would hide above the 99th percentile.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1.5);

    private TimeSpan Duration => TimeSpan.FromSeconds(stage.Quick ? 13 : 31);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var setup = stage.Setup(8, 1280);
        await using var ours = await stage.StartOursAsync(setup, cancellationToken);
        await using var peer = await stage.StartPeerAsync(setup, cancellationToken);
        var (stalls, throughput) = (new List<double>(), new List<double>());
        for (var round = 0; round < stage.Rounds; round++)
        {
            var seed = 500 + 2 * round;
            List<(string, Func<Task<Reading>>)> contestants = [("ours", () => PlayAsync("ours", ours, seed, cancellationToken))];
            if (peer is not null) contestants.Add(("llama-server", () => PlayAsync("llama-server", peer, seed, cancellationToken)));
            var results = await Turns.PlayAsync(round, [.. contestants]);
            foreach (var (name, reading) in results)
                FigureSheet.Say($"  long prompts among streams, {name}: inter-token p99 {1000 * reading.Stall:0} ms, {reading.TokensPerSecond:0.0} tok/s in all, TTFT p50 of the prompts {reading.FirstToken:0.00} s");
            if (!results.TryGetValue("llama-server", out var theirs)) continue;
            stalls.Add(results["ours"].Stall / theirs.Stall);
            throughput.Add(results["ours"].TokensPerSecond / theirs.TokensPerSecond);
        }

        if (peer is null) return;
        stage.Sheet.Add(new Figure("stream-inter-token-p99-among-long-prompts", stalls, "x", Goal.AtMostOf(0.35)));
        stage.Sheet.Add(new Figure("throughput-among-long-prompts", throughput, "x", Goal.AtLeastOf(1)));
    }

    private async Task<Reading> PlayAsync(string who, ServerProcess server, int seed, CancellationToken cancellationToken)
    {
        var streams = stage.LoadAsync($"streams {who}", server, Plan(new Arrival.Closed(Streams), 32, 256, seed), cancellationToken);
        var prompts = stage.LoadAsync($"long prompts {who}", server, Plan(new Arrival.Regular(Every), 1024, 8, seed + 1), cancellationToken);
        var (read, asked) = (await streams, await prompts);
        var seconds = Math.Max(read.Duration.TotalSeconds, asked.Duration.TotalSeconds);
        return new Reading(read.InterToken.At(99), (read.OutputTokens + asked.OutputTokens) / seconds, asked.TimeToFirstToken.At(50));
    }

    private LoadPlan Plan(Arrival arrival, int promptTokens, int outputTokens, int seed) => new()
    {
        Endpoint = new Uri("http://127.0.0.1"), Arrival = arrival, Duration = Duration, Mix = Stage.Mix(promptTokens, outputTokens, seed),
    };

    private sealed record Reading(double Stall, double TokensPerSecond, double FirstToken);
}
